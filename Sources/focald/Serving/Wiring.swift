import HTTPMessages
import HTTPServer
import Logging

// Where the program meets the API: the only file that knows both.

/// What answers requests, and who else is told of them.
func makeService(
  _ settings: Settings, _ status: ServerStatus, _ log: Logger
) -> (handler: any HTTPHandler, observers: [any HTTPServerObserver]) {
  (NotWiredYet(status: status), [])
}

/// The operations, as the terminal shows them.
func catalogueEntries() -> [CatalogueEntry] { [] }

/// Answers `/readyz` and nothing else, until the API is there.
private struct NotWiredYet: HTTPHandler {
  let status: ServerStatus

  func refusal(of head: HTTPRequestHead) -> HTTPResponse? { nil }

  func respond(to request: HTTPRequest) -> HTTPResponse {
    guard request.head.path == "/readyz" else { return HTTPResponse(status: .notFound) }
    return HTTPResponse(status: status.isReady ? .ok : .serviceUnavailable, route: "/readyz")
  }

  func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse {
    HTTPResponse(status: .serviceUnavailable)
  }
}
