/// Why a server could not start, as a sentence.
public enum HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The host is no address and no name that resolves to one.
  case unknownHost(String, reason: String)
  /// No socket can listen there.
  case cannotListen(HTTPServerAddress, reason: String)
  /// The library refused.
  case cannotStart(reason: String)
  /// It was started before: a server starts once.
  case alreadyStarted

  /// A sentence for the operator.
  public var description: String {
    switch self {
    case .unknownHost(let host, let reason): "The host \"\(host)\" cannot be resolved: \(reason)."
    case .cannotListen(let address, let reason): "Cannot listen on \(address): \(reason)."
    case .cannotStart(let reason): "The HTTP server cannot start: \(reason)."
    case .alreadyStarted: "The HTTP server was started before."
    }
  }
}
