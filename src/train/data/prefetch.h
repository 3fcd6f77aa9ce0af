#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace bv2::train {

// Makes item 0, 1, … count - 1 on threads of its own, a few ahead of the one that is asked for
// next, and hands them out in order.
template <typename Item>
class Prefetch {
 public:
  struct Options {
    size_t threads = 2;
    size_t ahead = 4;  // items that may wait to be asked for; at least 1
  };
  // `make` is called from several threads at once.
  Prefetch(size_t count, std::function<Item(size_t)> make, const Options& options)
      : count_(count), make_(std::move(make)), ahead_(options.ahead) {
    for (size_t i = 0; i < options.threads; ++i) threads_.emplace_back([this] { Work(); });
  }
  // Waits for the items that are being made.
  ~Prefetch() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    room_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Prefetch(const Prefetch&) = delete;
  Prefetch& operator=(const Prefetch&) = delete;

  // The next item; nullopt after the last one. Rethrows what making it threw.
  std::optional<Item> Next() {
    std::unique_lock lock(mutex_);
    if (asked_ == count_) return std::nullopt;
    const auto is_made = [&] { return made_.contains(asked_); };
    done_.wait(lock, is_made);
    Made made = std::move(made_.extract(asked_).mapped());
    ++asked_;
    lock.unlock();
    room_.notify_all();
    if (made.error) std::rethrow_exception(made.error);
    return std::move(made.item);
  }

 private:
  struct Made {
    std::optional<Item> item;
    std::exception_ptr error;
  };

  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      room_.wait(lock, [&] { return stop_ || begun_ == count_ || begun_ < asked_ + ahead_; });
      if (stop_ || begun_ == count_) return;
      const size_t index = begun_++;
      lock.unlock();
      Made made;
      try {
        made.item = make_(index);
      } catch (...) {
        made.error = std::current_exception();
      }
      lock.lock();
      made_.emplace(index, std::move(made));
      done_.notify_all();
    }
  }

  size_t count_;
  std::function<Item(size_t)> make_;
  size_t ahead_;
  std::mutex mutex_;
  std::condition_variable room_, done_;
  std::map<size_t, Made> made_;
  size_t begun_ = 0, asked_ = 0;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace bv2::train
