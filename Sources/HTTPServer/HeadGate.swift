import CHeadGate
import HTTPMessages

/// The gate that judges what clients send before libmicrohttpd reads it, for one server's connections.
///
/// `@unchecked Sendable`: the limits are written once, before the first connection.
final class HeadGate: @unchecked Sendable {
  /// Items of a query, and cookies: libmicrohttpd 0.9.75 hangs at 493.
  static let items: UInt32 = 256
  /// Of the 32 KiB of memory that libmicrohttpd has for a connection; what it cannot hold it answers twice or not at all.
  static let headBytes: UInt32 = 24 << 10

  private let limits: UnsafeMutablePointer<head_gate_limits>
  private let bodyLimit: Int

  init(_ configuration: HTTPServerConfiguration) {
    bodyLimit = configuration.bodyLimit
    limits = .allocate(capacity: 1)
    limits.initialize(
      to: head_gate_limits(
        head_timeout: configuration.headTimeout.wholeMilliseconds, items: HeadGate.items,
        head_bytes: HeadGate.headBytes, chunk_bytes: UInt64(max(0, bodyLimit))))
  }

  deinit { limits.deallocate() }

  /// Guards a connection from its beginning. False: it must be closed.
  func open(_ socket: Int32, isTLS: Bool) -> Bool { head_gate_open(socket, limits, isTLS) }

  /// The connection is about to be closed.
  func close(_ socket: Int32) { head_gate_close(socket) }

  /// The verdict on the head that libmicrohttpd has just read; nil: it is good.
  func head(_ socket: Int32) -> HTTPServerFailure? { failure(head_gate_head(socket)) }

  /// The verdict on the body so far.
  func body(_ socket: Int32) -> HTTPServerFailure? { failure(head_gate_body(socket)) }

  /// The request is over; the connection waits for the next.
  func answered(_ socket: Int32) { head_gate_answered(socket) }

  /// Whole heads, in this process, that the library never reported: it answered them itself, or they came behind an answer
  /// that ended their connection.
  static var unseen: Int { Int(clamping: head_gate_unseen()) }

  /// Of a listening socket each network thread takes one connection at a time.
  static func listen(_ socket: Int32) { head_gate_listen(socket) }

  /// The socket is about to be closed.
  static func unlisten(_ socket: Int32) { head_gate_unlisten(socket) }

  /// Ends late heads and abandoned connections.
  func tick() { head_gate_tick() }

  private func failure(_ refusal: head_gate_refusal) -> HTTPServerFailure? {
    guard refusal.status != 0 else { return nil }
    let reason = refusal.reason.map { String(cString: $0) } ?? ""
    switch refusal.status {
    case 408: return .headTimeout
    case 413: return .bodyTooLarge(limit: bodyLimit)
    case 414: return .targetTooLong(reason)
    case 431: return .headTooLarge(reason)
    case 503: return .outOfMemory
    case 505: return .unsupportedVersion
    default: return .malformedRequest(reason)
    }
  }
}
