import HTTPMessages
import HTTPServer
import Synchronization

/// What the handler may know of the server that calls it: `/readyz` and `/metrics` ask.
final class ServerStatus: Sendable {
  private let isWanted = Atomic(true)
  // Set once, as the handler is made before its server.
  private let server = Lock<HTTPServer?>(nil)

  private let log: LogQueue

  init(log: LogQueue) { self.log = log }

  /// Log lines that were not written.
  var logLinesDropped: Int { log.dropped }

  /// Whether new requests are wanted: until the first signal.
  var isReady: Bool { isWanted.load(ordering: .relaxed) && server.withLock { $0?.isDraining == false } }

  /// How busy the server is.
  var load: HTTPServerLoad? { server.withLock { $0?.load } }

  /// This is the server.
  func watch(_ newServer: HTTPServer) { server.withLock { $0 = newServer } }

  /// From now on no new requests are wanted, though still served.
  func withdraw() { isWanted.store(false, ordering: .relaxed) }
}
