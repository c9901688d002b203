import Dispatch
import Glibc

/// A line on standard error that says how long work has been going on, from the first second on; at a terminal alone.
final class ProgressClock {
  private let timer: (any DispatchSourceTimer)?
  private let queue = DispatchQueue(label: "focald.progress")
  private let start = ContinuousClock.now

  /// Begins to count.
  init(_ work: String) {
    guard isatty(STDERR_FILENO) != 0 else {
      timer = nil
      return
    }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.setEventHandler { [start] in
      let seconds = (ContinuousClock.now - start).components.seconds
      writeToStandardError("\r\u{1B}[K\(work) … \(seconds) s")
    }
    timer.resume()
    self.timer = timer
  }

  /// Takes the line away. Called once the work is done, and harmless if called again.
  func stop() {
    guard let timer, !timer.isCancelled else { return }
    timer.cancel()
    queue.sync { if ContinuousClock.now - start > .seconds(1) { writeToStandardError("\r\u{1B}[K") } }
  }
}
