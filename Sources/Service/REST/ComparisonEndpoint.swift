import HTTPMessages
import JSON
import Operations

/// `POST /v1/compare/{family}/{name}`: a request to an operation, answered by several profiles, with the causes of their
/// differences.
struct ComparisonEndpoint: Sendable {
  static let template = "/v1/compare/{family}/{name}"
  /// Fewer are no comparison. Each profile counts as a request in a quota.
  static let leastProfiles = 2

  let configuration: ServiceConfiguration

  func respond(to request: HTTPRequest, _ id: String) throws(Problem) -> HTTPResponse {
    guard let operation = Registry.named(id) else { throw Registry.unknown(id) }
    guard let dialects = operation.declaration.dialects else { throw Self.withoutProfiles(id) }
    try OperationEndpoint.checkIsJSON(request.head)
    let body = try BodyCoding(configuration).decoded(request)
    let memory = RequestMemory(request)
    let limits = Limits(request, configuration)
    // The answers of all profiles are kept until the last is there.
    try memory.reserveNumbers(in: body, isText: true, times: dialects.profiles.count + 1)
    if !operation.isLinear { try memory.reserve(for: operation, .json(body), answerElements: limits.answerElements) }
    let comparison = try DialectComparison(operation, JSONBody.value(body), limits: limits)
    let answer = try comparison.answer()
    try memory.reserveText(of: answer)
    var response = HTTPResponse.json(writing: answer)
    response.cost = comparison.profileCount
    return response
  }

  private static func withoutProfiles(_ id: String) -> Problem {
    let others = Registry.all.map(\.declaration).filter { $0.dialects != nil }.map(\.id).joined(separator: ", ")
    return Problem(.notFound, "\(id) has no profiles to compare; these have: \(others)")
  }
}
