import HTTPMessages
import Operations

/// What a request to an operation brings, before it is read.
enum RequestContent {
  case json(ByteBuffer)
  /// A safetensors file.
  case tensorFile(ByteBuffer)
  /// Parts, each a field or a file.
  case form(FormBody)
}

extension RequestMemory {
  /// For the numbers that a request brings, and as many that are computed from them.
  func reserveNumbers(in content: RequestContent) throws(Problem) {
    switch content {
    case .json(let body): try reserveNumbers(in: body, isText: true)
    case .tensorFile(let body): try reserveNumbers(in: body, isText: false)
    case .form(let form): try reserveNumbers(in: form)
    }
  }
}
