#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <set>

#include "corpus/histogram.h"
#include "corpus/report.h"
#include "corpus/report_style.h"

namespace bv2::corpus {
namespace {

constexpr size_t kWorst = 10;  // findings shown of each check
constexpr size_t kBins = 40;
constexpr size_t kRare = 5;

std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

class Page {
 public:
  explicit Page(const ValidationReport& report) : report_(report) {}

  std::string Html() && {
    Write(R"(<!doctype html><html lang="en"><head><meta charset="utf-8">)"
          R"(<meta name="viewport" content="width=device-width, initial-scale=1">)"
          R"(<title>Corpus: {}</title><style>{}</style></head><body>)",
          Escape(report_.config), kReportStyle);
    Head();
    Speakers();
    Histograms();
    Symbols();
    Findings();
    Write("</body></html>\n");
    return std::move(html_);
  }

 private:
  template <typename... Args>
  void Write(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(html_), format, std::forward<Args>(args)...);
  }

  void Head() {
    const char* mood = report_.TrainingWouldFail()             ? "bad"
                       : report_.Count(Severity::kWarning) > 0 ? "mild"
                                                               : "good";
    Write(R"(<h1>Corpus of <code>{}</code></h1><p class="verdict {}">{}</p>)",
          Escape(report_.config), mood, Verdict(report_));
    double seconds = 0;
    size_t training = 0;
    size_t left_out = 0;
    for (const UtteranceFacts& facts : report_.utterances) {
      seconds += facts.seconds;
      training += facts.training ? 1 : 0;
      left_out += facts.left_out ? 1 : 0;
    }
    Write(R"(<h2>Overview</h2><div class="grid">)");
    Tile(fmt::format("{:.2f} h", seconds / 3600), "of sound");
    Tile(fmt::format("{}", training), "for training");
    Tile(fmt::format("{}", left_out), "of them left out");
    Tile(fmt::format("{}", report_.utterances.size() - training), "for validation");
    Tile(fmt::format("{}", report_.speakers.size()), "speakers");
    Write("</div>");
  }

  void Tile(const std::string& value, const char* label) {
    Write(R"(<div class="card tile"><b>{}</b><span class="soft">{}</span></div>)", value, label);
  }

  void Speakers() {
    double most = 0;
    for (const auto& [name, facts] : report_.speakers) most = std::max(most, facts.seconds);
    Write(R"(<h2>Speakers</h2><div class="card scroll"><table><tr><th>Speaker</th><th></th>)"
          R"(<th class="number">hours</th><th class="number">training</th>)"
          R"(<th class="number">validation</th><th class="number">mean</th>)"
          R"(<th class="number">phones a second</th></tr>)");
    for (const auto& [name, facts] : report_.speakers)
      Write(R"(<tr><td>{}</td><td class="share"><i style="width:{:.1f}%"></i></td>)"
            R"(<td class="number">{:.3f}</td><td class="number">{}</td><td class="number">{}</td>)"
            R"(<td class="number">{:.2f} s</td><td class="number">{:.1f}</td></tr>)",
            Escape(name), most > 0 ? 100 * facts.seconds / most : 0, facts.seconds / 3600,
            facts.training, facts.validation,
            facts.seconds / static_cast<double>(facts.training + facts.validation),
            facts.seconds > 0 ? facts.phones / facts.seconds : 0);
    Write("</table></div>");
  }

  // Of all recordings that could be read and for which `value` is something.
  void Graph(const std::string& title, const char* unit,
             const std::function<double(const UtteranceFacts&)>& value) {
    std::vector<double> values;
    for (const UtteranceFacts& facts : report_.utterances)
      if (facts.seconds > 0 && facts.sound.finite) values.push_back(value(facts));
    const Histogram histogram = Bin(values, kBins);
    if (histogram.counts.empty()) return;
    Write(R"(<div class="card">{}</div>)", HistogramSvg(histogram, title, unit));
  }

  void Histograms() {
    Write(R"(<h2>Recordings</h2><div class="grid wide">)");
    Graph("Duration", "s", [](const UtteranceFacts& facts) { return facts.seconds; });
    std::set<text::Language> languages;
    for (const UtteranceFacts& facts : report_.utterances) languages.insert(facts.language);
    for (const text::Language language : languages)
      Graph(fmt::format("Pace, {}", text::LanguageName(language)), "phones a second",
            [&](const UtteranceFacts& facts) {
              return facts.language == language && facts.phones > 0
                         ? static_cast<double>(facts.phones) / facts.seconds
                         : NAN;
            });
    Graph("Peak", "dB of full scale",
          [](const UtteranceFacts& facts) { return 20 * std::log10(facts.sound.peak); });
    Graph("Level", "dB of full scale",
          [](const UtteranceFacts& facts) { return 20 * std::log10(facts.sound.level); });
    Graph("Silence", "% of the duration",
          [](const UtteranceFacts& facts) { return 100 * facts.sound.silence; });
    Write("</div>");
  }

  void Symbols() {
    const Coverage& coverage = report_.coverage;
    Write(R"(<h2>Symbols and tones in training</h2><div class="card"><div class="chips">)");
    for (const std::string_view symbol : text::kSymbols) {
      const auto found = coverage.symbols.find(std::string(symbol));
      const size_t count = found == coverage.symbols.end() ? 0 : found->second;
      Write(R"(<span class="chip{}">{} <small>{}</small></span>)",
            count == 0      ? " never"
            : count < kRare ? " rare"
                            : "",
            Escape(symbol), count);
    }
    Write(
        R"(</div><p class="soft">Dashed: never; a voice cannot learn these.</p><div class="chips">)");
    for (const auto& [tone, count] : coverage.tones)
      Write(R"(<span class="chip">{} tone {} <small>{}</small></span>)",
            text::LanguageName(tone.first), tone.second, count);
    Write("</div></div>");
  }

  void Findings() {
    Write("<h2>Findings</h2>");
    std::set<Check> found;
    for (const auto& [check, findings] : GroupFindings(report_)) {
      found.insert(check);
      Group(InfoOf(check), findings);
    }
    std::vector<std::string_view> clean;
    for (size_t i = 0; i < kCheckCount; ++i)
      if (!found.contains(static_cast<Check>(i)))
        clean.push_back(InfoOf(static_cast<Check>(i)).title);
    if (!clean.empty())
      Write(R"(<section class="card"><h3 class="good">Not found</h3><p>{}.</p></section>)",
            Escape(fmt::format("{}", fmt::join(clean, "; "))));
  }

  void Group(const CheckInfo& info, std::span<const Finding> findings) {
    const bool fault = info.severity == Severity::kFault;
    Write(R"(<section class="card"><h3 class="{}">{}: {} ({})</h3><p>To do: {}.</p>)"
          R"(<div class="scroll"><table>)",
          fault ? "bad" : "mild", fault ? "Fault" : "Warning", Escape(info.title), findings.size(),
          Escape(info.remedy));
    for (const Finding& finding : findings.first(std::min(findings.size(), kWorst))) {
      const std::string line = finding.line > 0 ? fmt::format(":{}", finding.line) : "";
      Write(R"(<tr><td class="path">{}<br><span class="soft">{}{}</span></td><td>{}</td></tr>)",
            Escape(finding.file), Escape(finding.list), line, Escape(finding.detail));
    }
    Write("</table></div>");
    if (findings.size() > kWorst)
      Write(R"(<p class="soft">The ten worst of {}.</p>)", findings.size());
    Write("</section>");
  }

  const ValidationReport& report_;
  std::string html_;
};

}  // namespace

std::string HtmlReport(const ValidationReport& report) { return Page(report).Html(); }

}  // namespace bv2::corpus
