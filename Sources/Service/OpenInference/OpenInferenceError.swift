import HTTPMessages
import JSON
import Operations

extension HTTPResponse {
  /// An error as the protocol's clients read it: `application/json` exactly, and one member. Bad input is 400 there.
  static func openInference(_ problem: Problem) -> HTTPResponse {
    let status: HTTPStatus =
      problem.code.status.code == 422 || problem.code.status.code == 415 ? .badRequest : problem.code.status
    var response = HTTPResponse.json(["error": .string(problem.detail)] as JSONValue, status: status)
    if status == .serviceUnavailable { response.headers["Retry-After"] = "1" }
    return response
  }
}
