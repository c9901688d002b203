/// What a server asks of the program above it. All are plain synchronous functions.
public protocol HTTPHandler: Sendable {
  /// Called when the head has arrived and the body has not. An answer here ends the request: nothing of the body is
  /// stored, and no worker is asked. `nil` lets it come. Runs on a network thread: must be quick.
  func earlyResponse(to head: HTTPRequestHead) -> HTTPResponse?

  /// Which byte of the body should lie at a multiple of 16, because binary data begins there. Runs on a network thread:
  /// must be quick.
  func alignedPosition(inBodyOf head: HTTPRequestHead) -> Int

  /// Answers a request. Runs on a worker.
  func respond(to request: HTTPRequest) -> HTTPResponse

  /// Words for a failure that the server found itself. Runs on a network thread: must be quick.
  func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse

  /// Answers a request that came while the server is stopping, as health probes should be; `nil` leaves it to
  /// `response(to: .draining)`. Runs on a network thread: must be quick.
  func respondWhileDraining(to head: HTTPRequestHead) -> HTTPResponse?
}

extension HTTPHandler {
  /// The first.
  public func alignedPosition(inBodyOf head: HTTPRequestHead) -> Int { 0 }

  /// No request is answered while the server is stopping.
  public func respondWhileDraining(to head: HTTPRequestHead) -> HTTPResponse? { nil }
}

/// Why a server could not hand a request to its handler, or its handler's answer to the client.
public enum HTTPServerFailure: Error, Sendable, Equatable {
  /// The head can be read in more than one way; the sentence says what is wrong.
  case malformedRequest(String)
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
}
