/* The C API from C: c_api_test VOICE_FOLDER DATA_FOLDER */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "synth/bertvits2.h"

static int failures = 0;

static void Check(int holds, const char* what) {
  if (holds) return;
  ++failures;
  fprintf(stderr, "FAILED: %s (%s)\n", what, bv2_error());
}

typedef struct Audio {
  float* samples;
  size_t count;
  size_t most; /* stops once it has as many; 0: never */
} Audio;

static int Keep(void* user, const float* samples, size_t count) {
  Audio* audio = user;
  audio->samples = realloc(audio->samples, (audio->count + count) * sizeof *samples);
  if (audio->samples == NULL) abort();
  memcpy(audio->samples + audio->count, samples, count * sizeof *samples);
  audio->count += count;
  return audio->most > 0 && audio->count >= audio->most ? 7 : 0;
}

static void TestSpeaking(const bv2_voice* voice) {
  bv2_request request = bv2_say("你好，世界。今天天气真好。");
  request.language = "ZH";
  request.seed = 1;
  Audio pushed = {0};
  Check(bv2_speak(voice, &request, Keep, &pushed) == 0, "speaks");
  Check(pushed.count > 4000, "gives samples");

  bv2_speech* speech = bv2_start(voice, &request);
  Check(speech != NULL, "starts");
  float block[1000];
  size_t count = 0;
  int equal = 1;
  ptrdiff_t n;
  while ((n = bv2_read(speech, block, 1000)) > 0) {
    equal = equal && count + (size_t)n <= pushed.count &&
            memcmp(block, pushed.samples + count, (size_t)n * sizeof *block) == 0;
    count += (size_t)n;
  }
  Check(n == 0 && equal && count == pushed.count, "reading gives what the sink got");
  bv2_stop(speech);

  Audio some = {.most = 100};
  Check(bv2_speak(voice, &request, Keep, &some) == 7, "the sink stops it");
  Check(some.count < pushed.count, "stops early");
  request.early_start = 1;
  request.language = NULL;
  some = (Audio){.samples = some.samples};
  Check(bv2_speak(voice, &request, Keep, &some) == 0 && some.count > 4000, "starts early");
  free(some.samples);
  free(pushed.samples);
}

static void TestErrors(const bv2_voice* voice, bv2_files files) {
  bv2_request request = bv2_say("你好");
  request.speaker = "nobody";
  Audio audio = {0};
  Check(bv2_speak(voice, &request, Keep, &audio) < 0, "refuses an unknown speaker");
  Check(strstr(bv2_error(), "unknown speaker 'nobody'") != NULL, "says why");
  request = bv2_say("你好");
  request.language = "XX";
  Check(bv2_start(voice, &request) == NULL && strstr(bv2_error(), "'XX'") != NULL,
        "refuses an unknown language");
  request = bv2_say("...");
  bv2_speech* speech = bv2_start(voice, &request);
  float sample;
  Check(bv2_read(speech, &sample, 1) < 0 && strstr(bv2_error(), "spoken") != NULL,
        "reading says what went wrong");
  bv2_stop(speech);
  files.model = "absent/voice.pth";
  Check(bv2_open(&files, 1) == NULL && strstr(bv2_error(), "absent/") != NULL,
        "refuses a missing file");
  files.model = NULL;
  Check(bv2_open(&files, 1) == NULL, "refuses no file");
  Check(audio.count == 0, "nothing was said");
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  char model[1000], bert[1000];
  snprintf(model, sizeof model, "%s/model.safetensors", argv[1]);
  snprintf(bert, sizeof bert, "%s/bert", argv[1]);
  const bv2_files files = {.model = model, .data = argv[2], .bert = bert};
  bv2_voice* voice = bv2_open(&files, 2);
  Check(voice != NULL, "opens");
  if (voice == NULL) return 1;
  Check(bv2_sample_rate(voice) == 16000, "knows its sample rate");
  TestSpeaking(voice);
  TestErrors(voice, files);
  bv2_close(voice);
  bv2_close(NULL);
  bv2_stop(NULL);
  return failures == 0 ? 0 : 1;
}
