/* The C API: a text and a voice become audio. The C++ API is synth/synthesizer.h. */
#ifndef BERTVITS2_H_
#define BERTVITS2_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Functions that can fail return NULL or a negative number; bv2_error then says why. */

typedef struct bv2_voice bv2_voice;
typedef struct bv2_speech bv2_speech;

/* Paths are UTF-8. Those that are NULL: config, the config.json beside the model; bert and bert_ja,
 * their features are zeros; mecab_dictionary, that of mecab-ipadic-utf8. */
typedef struct bv2_files {
  const char* model;
  const char* config;
  const char* data; /* the folder of dictionaries, installed as share/bertvits2 */
  const char* bert;
  const char* bert_ja;
  const char* mecab_dictionary;
} bv2_files;

typedef struct bv2_request {
  const char* text;     /* UTF-8 */
  const char* language; /* "ZH", "JP", "EN"; NULL or "AUTO": found out from the text */
  const char* speaker;  /* a name or an id; NULL: whom the config names for the language */
  float sdp_ratio;      /* 0 to 1, share of the stochastic durations */
  float noise_scale;    /* variation of the sound */
  float noise_scale_w;  /* variation of the rhythm */
  float length_scale;   /* above 1 is slower */
  int early_start;      /* not 0: the first clause on its own, so that audio begins early */
  int64_t seed;         /* negative: a random one */
} bv2_request;

/* A request with a text and defaults for the rest. */
bv2_request bv2_say(const char* text);

/* Opens a voice. It may be used by several threads at once.
 *   threads  0: one for each core */
bv2_voice* bv2_open(const bv2_files* files, int threads);
/* May be NULL. Nothing may be speaking with the voice any more. */
void bv2_close(bv2_voice* voice);
/* Of the samples, in Hz. */
int bv2_sample_rate(const bv2_voice* voice);

/* Gets finished samples in [-1, 1], in order. Returns 0, or another number to stop. */
typedef int (*bv2_sink)(void* user, const float* samples, size_t count);
/* Speaks. Samples reach the sink while later ones are computed. Returns 0, or what the sink
 * returned to stop, or a negative number. */
int bv2_speak(const bv2_voice* voice, const bv2_request* request, bv2_sink sink, void* user);

/* Begins to speak on a thread of its own, for bv2_read. */
bv2_speech* bv2_start(const bv2_voice* voice, const bv2_request* request);
/* Waits for `count` samples and returns how many came: fewer at the end, 0 after it. */
ptrdiff_t bv2_read(bv2_speech* speech, float* samples, size_t count);
/* Stops speaking. May be NULL. */
void bv2_stop(bv2_speech* speech);

/* What went wrong last in this thread, a sentence in UTF-8. Never NULL. */
const char* bv2_error(void);

#ifdef __cplusplus
}
#endif

#endif /* BERTVITS2_H_ */
