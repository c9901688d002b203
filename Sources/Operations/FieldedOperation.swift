import DetectionCore
import JSON

/// An operation whose declaration is read off its stored properties.
protocol FieldedOperation: OperationDefinition {
  var about: About { get }
}

extension FieldedOperation {
  var declaration: Declaration { Declaration(about, declaredMembers(of: self)) }
}
