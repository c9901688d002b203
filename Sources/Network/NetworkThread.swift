import Dispatch
import HTTPMessages
import Threads

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
  private let niceness: Int32
  private let jobs = Lock<[@Sendable (Scratch) -> Void]>([])
  private let waiting = DispatchSemaphore(value: 0)

  /// Starts the thread. It ends with the process: a network is asked for at any time. A nice one gives way to other threads, and so
  /// do those that OpenMP starts for it.
  package init(processors: Int, niceness: Int32 = 0) {
    self.processors = max(1, processors)
    self.niceness = niceness
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
    if niceness > 0 { Niceness.become(niceness) }
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
