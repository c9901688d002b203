import HTTPMessages
import JSON
import Operations

extension Problem {
  /// The members of the body: RFC 9457.
  func json(requestID: String) -> JSONValue {
    [
      "type": .string("urn:focald:error:\(code.rawValue)"),
      "title": .string(code.status.reason),
      "status": .number(Double(code.status.code)),
      "detail": .string(detail),
      "request_id": .string(requestID),
      "error": .string(detail),
      "errors": .array(
        issues.map {
          ["pointer": .string($0.pointer), "code": .string($0.code.rawValue), "detail": .string($0.detail)]
        }),
    ]
  }
}
