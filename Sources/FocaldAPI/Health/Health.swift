import HTTPMessages

/// Whether the process lives, and whether it should be sent requests.
enum Health {
  private static let start = ContinuousClock.now

  /// `/livez`: the process answers.
  static var live: HTTPResponse { .json(["status": "ok"] as JSONValue) }

  /// `/readyz`: 503 while draining.
  static func ready(isDraining: Bool) -> HTTPResponse {
    var response = HTTPResponse.json(
      ["status": isDraining ? "draining" : "ok"] as JSONValue, status: isDraining ? .serviceUnavailable : .ok)
    if isDraining { response.headers["Retry-After"] = "1" }
    return response
  }

  /// `/healthz`: both, for people.
  static func summary(isDraining: Bool) -> HTTPResponse {
    let uptime = (ContinuousClock.now - start).components.seconds
    var response = ready(isDraining: isDraining)
    response.body =
      HTTPResponse.json(
        [
          "status": isDraining ? "draining" : "ok", "version": .string(BuildInformation.version),
          "uptime_seconds": .number(Double(uptime)), "operations": .number(Double(Operations.all.count)),
        ] as JSONValue
      ).body
    return response
  }
}
