/// What a server asks of the program above it. All are plain synchronous functions.
public protocol HTTPHandler: Sendable {
  /// Called once a request, when the head has arrived and the body has not. Runs on a network thread: must be quick.
  func plan(for head: HTTPRequestHead) -> HTTPPlan

  /// Words for a failure that the server found itself. Runs on a network thread: must be quick.
  func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse
}
