#pragma once

#include <string_view>

namespace bv2::corpus {

// The style of the page that HtmlReport writes, for light and dark surroundings and for paper.
inline constexpr std::string_view kReportStyle = R"(
:root { color-scheme: light dark; --page: #fbfaf8; --card: #fff; --ink: #1d2430; --soft: #697080;
  --line: #e4e1db; --bar: #3d6fb4; --good: #2a7d4f; --bad: #b3352c; --mild: #a86a08; }
@media (prefers-color-scheme: dark) { :root { --page: #14171c; --card: #1c2027; --ink: #e6e8ec;
  --soft: #98a0ae; --line: #2d333d; --bar: #7aa7e6; --good: #67c08f; --bad: #f08379; --mild: #e3b062; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; background: var(--page);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.4rem 0 .8rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .3rem 0; } .soft { color: var(--soft); }
.verdict { display: inline-block; margin: .8rem 0 0; padding: .3rem .8rem; border-radius: 1rem;
  border: 1px solid currentColor; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); } .mild { color: var(--mild); }
.grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); }
.wide { grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .9rem 1.1rem; min-width: 0; }
.tile b { display: block; font-size: 1.5rem; font-weight: 600; }
section.card { margin: 0 0 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: var(--soft); font-weight: 500; }
th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.path { overflow-wrap: anywhere; min-width: 11rem; width: 45%; }
td.share { width: 30%; vertical-align: middle; }
td.share i { display: block; height: .6rem; border-radius: .3rem; background: var(--bar); }
.chips { display: flex; flex-wrap: wrap; gap: .3rem; }
.chip { border: 1px solid var(--line); border-radius: .35rem; padding: .05rem .4rem; font-size: .85rem;
  background: var(--card); }
.chip small { color: var(--soft); }
.chip.never { border-style: dashed; color: var(--soft); } .chip.rare { border-color: var(--mild); }
svg { width: 100%; height: auto; display: block; }
svg .bar { fill: var(--bar); } svg .axis { stroke: var(--line); }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
svg .title { fill: var(--ink); font-size: 13px; font-weight: 600; }
svg .unit { text-anchor: end; }
@media print { body { max-width: none; } .card { break-inside: avoid; } }
)";

}  // namespace bv2::corpus
