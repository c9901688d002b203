/// Why a server could not hand a request to its handler, or its handler's answer to the client.
public enum HTTPServerFailure: Error, Sendable, Equatable {
  /// The request is not HTTP, or can be read in more than one way; the clause says what is wrong.
  case malformedRequest(String)
  /// The head was not there in time.
  case headTimeout
  /// The request's target is too long, or has too many items; the clause says which.
  case targetTooLong(String)
  /// The head is too large for the memory a connection has; the clause says what of it.
  case headTooLarge(String)
  /// The request is of another HTTP than 1.x.
  case unsupportedVersion
  /// The body is larger than `limit` bytes.
  case bodyTooLarge(limit: Int)
  /// The body was not there in time.
  case bodyTimeout
  /// The queue of waiting requests is full.
  case overloaded
  /// The server is about to stop.
  case draining
  /// The deadline passed before the answer was ready.
  case deadlineExceeded
  /// No memory for the body.
  case outOfMemory
  /// The request brings no proof of who sends it, or a wrong one.
  case unauthorized(isWrong: Bool)
  /// The key is good, but not for requests of this scope.
  case forbidden(scope: String)
  /// The client has used up what it may; `limit` names which limit, `retryAfter` is in seconds.
  case quotaExceeded(limit: String, retryAfter: Int)
}
