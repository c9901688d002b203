import DetectionCore

/// An operation under another name: that of a later model, whose heads are the same. It is asked by that name in every way, but not
/// listed: all that is said of it is said of the operation itself.
struct Namesake<Base: OperationDefinition>: OperationDefinition {
  let name: String
  let base: Base
  /// A request in that model's layout; `nil`: the operation's own.
  let example: String?

  init(_ name: String, _ base: Base, example: String? = nil) {
    self.name = name
    self.base = base
    self.example = example
  }

  var declaration: Declaration {
    let own = base.declaration
    return Declaration(
      family: own.family, name: name, summary: own.summary, formula: own.formula, source: own.source,
      inputs: own.inputs, parameters: own.parameters, outputs: own.outputs, example: example ?? own.example,
      dialects: own.dialects)
  }

  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer {
    try base.evaluate(request, as: S.self)
  }
  func evaluateInFloat64(_ request: Request) throws -> Answer { try base.evaluateInFloat64(request) }
  func evaluateInFloat32(_ request: Request) throws -> Answer { try base.evaluateInFloat32(request) }
}
