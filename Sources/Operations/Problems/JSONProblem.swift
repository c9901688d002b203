package import JSON

extension Problem {
  /// Why a text is no JSON that can be taken.
  package init(_ error: JSONError) {
    let code: ErrorCode =
      switch error.kind {
      case .syntax: .invalidJSON
      case .numberOutOfRange: .numberOutOfRange
      case .duplicateKey: .duplicateKey
      case .tooDeep: .tooDeep
      case .tooManyValues: .tooManyValues
      case .outOfMemory: .overloaded
      }
    self.init(code, at: error.pointer, error.detail)
  }
}
