import Dispatch
import Glibc

/// A line on standard error that says what goes on, and for how long, from the first second on; at a terminal alone.
final class ProgressClock {
  private let timer: (any DispatchSourceTimer)?
  private let queue = DispatchQueue(label: "focald.progress")
  private let start = ContinuousClock.now
  private let words: Words

  /// What is being done.
  ///
  /// `@unchecked Sendable`: read and written on the clock's queue only.
  private final class Words: @unchecked Sendable {
    var text: String
    init(_ text: String) { self.text = text }
  }

  /// Begins to count.
  init(_ work: String) {
    let words = Words(work)
    self.words = words
    guard isatty(STDERR_FILENO) != 0 else {
      timer = nil
      return
    }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.setEventHandler { [start] in
      let seconds = (ContinuousClock.now - start).components.seconds
      writeToStandardError("\r\u{1B}[K\(words.text) … \(seconds) s")
    }
    timer.resume()
    self.timer = timer
  }

  /// Says what is being done now, with the next second.
  func say(_ work: String) { queue.async { [words] in words.text = work } }

  /// Takes the line away. Called once the work is done, and harmless if called again.
  func stop() {
    guard let timer, !timer.isCancelled else { return }
    timer.cancel()
    queue.sync { if ContinuousClock.now - start > .seconds(1) { writeToStandardError("\r\u{1B}[K") } }
  }
}
