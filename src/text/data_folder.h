#pragma once

#include <filesystem>
#include <string>

namespace bv2::text {

// Where the tables of data/ may be; empty entries are skipped.
struct DataFolderPlaces {
  std::string option;             // what --data says
  std::string environment;        // what BV2_DATA says
  std::filesystem::path program;  // the running executable; data are in ../share/bertvits2
  std::filesystem::path source;   // the source tree this program was built from
};

// The first place that applies. What --data or BV2_DATA names must be a folder; the other two are
// only tried. Throws kNotFound naming the place, or all that were tried.
std::filesystem::path FindDataFolder(const DataFolderPlaces& places);

// The same for this process.
std::filesystem::path DataFolder(const std::string& option);

// The checkpoint of the demonstration voice that comes with these data. Throws kNotFound if there
// is none, saying to name a model.
std::filesystem::path DefaultVoice(const std::filesystem::path& data);

}  // namespace bv2::text
