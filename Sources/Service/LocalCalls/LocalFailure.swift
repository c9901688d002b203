import DetectionCore
import Operations

/// Why there is no answer.
package struct LocalFailure: Error {
  /// One thing that is wrong, and where: an RFC 6901 pointer.
  package struct Fault {
    package let pointer: String
    package let detail: String
  }

  package let faults: [Fault]

  init(_ problem: Problem) {
    faults = problem.issues.map { Fault(pointer: $0.pointer, detail: $0.detail) }
  }
}
