import HTTPMessages
import Operations

extension ErrorCode {
  /// The HTTP status of an answer whose first error is this.
  var status: HTTPStatus {
    switch self {
    case .malformedRequest, .invalidJSON, .invalidEncoding, .invalidTensorFile, .invalidMultipart,
      .invalidPicture:
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
