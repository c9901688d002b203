/// What is wrong with a network's file, or why it could not run.
package struct NetworkError: Error, Equatable, CustomStringConvertible {
  /// Whose matter it is.
  package enum Kind: Sendable {
    /// The file cannot be read.
    case unreadable
    /// The file does not hold a network that can run here.
    case invalid
    /// There is no memory.
    case outOfMemory
    /// The time of the request was over.
    case deadlineExceeded
    /// The library failed.
    case failed
  }

  package let kind: Kind
  /// A sentence: the tensor or key, what was expected, what was found.
  package let detail: String

  package init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  package var description: String { detail }

  /// The error of a file, which it then names, once.
  func of(_ path: String) -> NetworkError {
    detail.hasPrefix("\(path): ") ? self : NetworkError(kind, "\(path): \(detail)")
  }
}

/// A product of sizes, or an error where it cannot be counted.
func counted(_ factors: Int..., as subject: @autoclosure () -> String) throws(NetworkError) -> Int {
  var product = 1
  for factor in factors {
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    guard !overflow, factor >= 0 else { throw NetworkError(.invalid, "\(subject()) is larger than can be counted") }
    product = next
  }
  return product
}
