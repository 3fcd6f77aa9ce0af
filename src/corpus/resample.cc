#include "corpus/resample.h"

#include <algorithm>
#include <set>
#include <utility>

#include "audio/write.h"
#include "base/check.h"
#include "base/file.h"
#include "base/json.h"
#include "corpus/leftovers.h"

namespace bv2::corpus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOptionsFile = ".resample.json";

struct Job {
  fs::path from;
  fs::path to;
  std::string problem = {};  // why it cannot even be tried
};

bool IsRecording(const fs::path& file) {
  std::string suffix = file.extension().string();
  for (char& c : suffix) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return suffix == ".wav" || suffix == ".flac" || suffix == ".ogg" || suffix == ".mp3";
}

void CheckFolders(const ResampleOptions& options) {
  if (!fs::is_directory(options.in_dir))
    Fail(ErrorCode::kNotFound, "the folder of recordings '{}' does not exist",
         options.in_dir.string());
  const fs::path place =
      fs::weakly_canonical(options.out_dir).lexically_relative(fs::canonical(options.in_dir));
  BV2_CHECK(place.empty() || *place.begin() == "..",
            "the output '{}' lies within the recordings '{}'; choose a folder beside them",
            options.out_dir.string(), options.in_dir.string());
}

// Every recording of the corpus, sorted, so that all shards see the same order.
std::vector<Job> FindJobs(const ResampleOptions& options) {
  std::vector<Job> jobs;
  for (const auto& entry : fs::recursive_directory_iterator(options.in_dir)) {
    if (!IsRecording(entry.path()) || !entry.is_regular_file()) continue;
    fs::path to = options.out_dir / entry.path().lexically_relative(options.in_dir);
    jobs.push_back({.from = entry.path(), .to = to.replace_extension(".wav")});
  }
  if (jobs.empty())
    Fail(ErrorCode::kNotFound, "there are no recordings (wav, flac, ogg, mp3) below '{}'",
         options.in_dir.string());
  std::ranges::sort(jobs, {}, &Job::from);
  std::set<fs::path> taken;
  for (Job& job : jobs)
    if (!taken.insert(job.to).second)
      job.problem = fmt::format("another recording already becomes '{}'", job.to.string());
  return jobs;
}

std::vector<Job> TakeShard(std::vector<Job> jobs, const Shard& shard) {
  std::vector<Job> part;
  for (size_t i = 0; i < jobs.size(); ++i)
    if (shard.Has(i)) part.push_back(std::move(jobs[i]));
  return part;
}

// Writes the options into out_dir unless they stand there already; returns since when they do.
fs::file_time_type KeepOptions(const ResampleOptions& options) {
  Json json;
  json.Set("sample_rate", options.clip.sample_rate);
  json.Set("mono", options.clip.mono);
  json.Set("trim", options.clip.trim);
  if (options.clip.loudness) json.Set("loudness", *options.clip.loudness);
  const std::string content = json.Dump(2) + "\n";
  const fs::path file = options.out_dir / kOptionsFile;
  if (!fs::exists(file) || ReadFile(file) != content) ReplaceFile(file, content);
  return fs::last_write_time(file);
}

void RemoveLeftovers(const ResampleOptions& options, const std::vector<Job>& jobs) {
  std::vector<fs::path> outputs;
  for (const Job& job : jobs) outputs.push_back(job.to);
  if (options.shard.count == 1) outputs.push_back(options.out_dir / kOptionsFile);
  corpus::RemoveLeftovers(outputs);
}

bool IsUpToDate(const Job& job, fs::file_time_type options_since) {
  std::error_code absent;
  const auto written = fs::last_write_time(job.to, absent);
  return !absent && written >= fs::last_write_time(job.from) && written >= options_since;
}

// Returns the seconds of sound written.
double RunJob(const Job& job, const ClipOptions& options) {
  if (!job.problem.empty()) Fail(ErrorCode::kInvalidArgument, "{}", job.problem);
  const audio::Clip clip = PrepareClip(audio::ReadAudio(job.from), options);
  fs::create_directories(job.to.parent_path());
  audio::WriteAudio(job.to,
                    {.sample_type = audio::SampleType::kPcm16,
                     .sample_rate = clip.sample_rate,
                     .channels = clip.channels},
                    clip.samples);
  return static_cast<double>(clip.frames()) / clip.sample_rate;
}

}  // namespace

StepSummary ResampleCorpus(const ResampleOptions& options, const ThreadPool& pool,
                           const StepProgress& progress) {
  CheckFolders(options);
  BV2_CHECK(options.clip.sample_rate >= 1000 && options.clip.sample_rate <= 384000,
            "a sample rate of {} Hz; it must be 1000 to 384000", options.clip.sample_rate);
  const std::vector<Job> jobs = TakeShard(FindJobs(options), options.shard);
  fs::create_directories(options.out_dir);
  const auto options_since = KeepOptions(options);
  RemoveLeftovers(options, jobs);

  Tally tally(jobs.size(), progress);
  pool.ParallelFor(jobs.size(), [&](size_t i) {
    try {
      if (jobs[i].problem.empty() && IsUpToDate(jobs[i], options_since)) return tally.UpToDate();
      tally.Written(RunJob(jobs[i], options.clip));
    } catch (const std::exception& error) {
      tally.Failed(jobs[i].from, error.what());
    }
  });
  return tally.Summary();
}

}  // namespace bv2::corpus
