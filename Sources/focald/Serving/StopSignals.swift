import Dispatch
import Glibc

/// SIGTERM, SIGINT and SIGQUIT. The first is waited for; a second one ends the process on the spot. SIGHUP, which a
/// terminal sends when it closes, ends nothing; it may do something.
final class StopSignals {
  private let arrived = DispatchSemaphore(value: 0)
  private var sources: [any DispatchSourceSignal]
  private let queue = DispatchQueue(label: "focald.signals")

  /// Listens from now on.
  init() {
    signal(SIGHUP, SIG_IGN)
    // A log or a client whose reader has gone is an error to handle.
    signal(SIGPIPE, SIG_IGN)
    let (arrived, count, queue) = (arrived, Counter(), queue)
    sources = [SIGTERM, SIGINT, SIGQUIT].map { number in
      // Else the default action would end the process before the source hears of the signal.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if count.next() > 1 { _exit(128 + number) }
        arrived.signal()
      }
      source.activate()
      return source
    }
  }

  /// Does something at each SIGHUP from now on.
  func onHangup(_ action: @escaping @Sendable () -> Void) {
    let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: queue)
    source.setEventHandler(handler: action)
    source.activate()
    sources.append(source)
  }

  /// Returns when the first signal has come.
  func wait() { arrived.wait() }

  /// Counts signals. Only ever touched on the one serial queue of the sources, hence unchecked.
  private final class Counter: @unchecked Sendable {
    private var value = 0

    func next() -> Int {
      value += 1
      return value
    }
  }
}
