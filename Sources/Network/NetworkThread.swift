import Dispatch
import HTTPMessages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The thread on which all networks run, one picture at a time, on so many processors as it is given.
///
/// One thread, because OpenMP keeps a pool of threads for each thread that asks for work, and because two networks that
/// share the processors are no faster than one after the other; and one scratch memory serves all.
package final class NetworkThread: Sendable {
  /// Processors that a network uses.
  package let processors: Int
  private let jobs = Lock<[@Sendable (Scratch) -> Void]>([])
  private let waiting = DispatchSemaphore(value: 0)

  /// Starts the thread. It ends with the process: a network is asked for at any time.
  package init(processors: Int) {
    self.processors = max(1, processors)
    let start = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<NetworkThread>.fromOpaque(context).takeRetainedValue().serve()
        return nil
      }, start.toOpaque())
    if status == 0 { pthread_detach(thread) } else { start.release() }
  }

  private func serve() {
    let scratch = Scratch()
    while true {
      waiting.wait()
      let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      job?(scratch)
    }
  }

  /// Runs `body` on the thread, in turn, and waits for it.
  func run<Result: Sendable>(_ body: @escaping @Sendable (Scratch) throws(NetworkError) -> Result)
    throws(NetworkError) -> Result
  {
    let done = DispatchSemaphore(value: 0)
    let result = Lock<Swift.Result<Result, NetworkError>?>(nil)
    jobs.withLock { jobs in
      jobs.append { scratch in
        let outcome = Swift.Result { () throws(NetworkError) in try body(scratch) }
        result.withLock { $0 = outcome }
        done.signal()
      }
    }
    waiting.signal()
    done.wait()
    guard let outcome = result.withLock({ $0 }) else { throw NetworkError(.failed, "the network thread is gone") }
    return try outcome.get()
  }
}
