import HTTPMessages

/// Every kind of error an answer can name, with the status it has: the contract's whole list.
enum ErrorCode: String, Sendable, CaseIterable {
  case malformedRequest = "malformed_request"
  case invalidJSON = "invalid_json"
  case invalidEncoding = "invalid_encoding"
  case invalidTensorFile = "invalid_tensor_file"
  case invalidMultipart = "invalid_multipart"
  case targetTooLong = "target_too_long"
  case headTooLarge = "head_too_large"
  case unsupportedVersion = "unsupported_version"
  case unauthorized = "unauthorized"
  case forbidden = "forbidden"
  case notFound = "not_found"
  case methodNotAllowed = "method_not_allowed"
  case requestTimeout = "request_timeout"
  case bodyTooLarge = "body_too_large"
  case unsupportedMediaType = "unsupported_media_type"
  case unsupportedEncoding = "unsupported_encoding"
  case numberOutOfRange = "number_out_of_range"
  case duplicateKey = "duplicate_key"
  case tooDeep = "too_deep"
  case tooManyValues = "too_many_values"
  case unknownField = "unknown_field"
  case missingField = "missing_field"
  case conflictingFields = "conflicting_fields"
  case wrongType = "wrong_type"
  case wrongRank = "wrong_rank"
  case raggedArray = "ragged_array"
  case invalidShape = "invalid_shape"
  case shapeMismatch = "shape_mismatch"
  case outOfRange = "out_of_range"
  case invalidChoice = "invalid_choice"
  case invertedBox = "inverted_box"
  case overflow = "overflow"
  case answerTooLarge = "answer_too_large"
  case quotaExceeded = "quota_exceeded"
  case internalError = "internal_error"
  case overloaded = "overloaded"
  case draining = "draining"
  case deadlineExceeded = "deadline_exceeded"

  /// The HTTP status of an answer whose first error is this.
  var status: HTTPStatus {
    switch self {
    case .malformedRequest, .invalidJSON, .invalidEncoding, .invalidTensorFile, .invalidMultipart:
      .badRequest
    case .targetTooLong: .targetTooLong
    case .headTooLarge: .headTooLarge
    case .unsupportedVersion: .versionNotSupported
    case .unauthorized: .unauthorized
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .requestTimeout: .requestTimeout
    case .bodyTooLarge, .tooManyValues: .contentTooLarge
    case .unsupportedMediaType, .unsupportedEncoding: .unsupportedMediaType
    case .quotaExceeded: .tooManyRequests
    case .internalError: .internalServerError
    case .overloaded, .draining: .serviceUnavailable
    case .deadlineExceeded: .gatewayTimeout
    default: .unprocessableContent
    }
  }
}
