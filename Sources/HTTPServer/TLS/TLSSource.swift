import HTTPMessages

/// The credentials that new connections get; they may be replaced while the server runs.
final class TLSSource: Sendable {
  private let state: Lock<TLSCredentials?>

  init(_ credentials: TLSCredentials?) { state = Lock(credentials) }

  var current: TLSCredentials? { state.withLock { $0 } }

  /// From the next connection on others hold. A server that speaks in clear goes on so.
  func replace(_ credentials: TLSCredentials) {
    state.withLock { if $0 != nil { $0 = credentials } }
  }
}
