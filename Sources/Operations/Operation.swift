import DetectionCore
package import JSON

/// An operation, ready to be asked by any protocol.
package struct Operation: Sendable {
  /// All that is said of it, with the parameters that every operation has.
  package let declaration: Declaration
  private let definition: any OperationDefinition
  private let dialectFields: DialectFields?

  /// Whether a small request is a quick one.
  package var isLinear: Bool { definition.isLinear }

  init(_ definition: some OperationDefinition) {
    self.definition = definition
    let own = definition.declaration
    let dialectFields = definition.dialects.map(DialectFields.init)
    let added = dialectFields.map { [$0.compat.parameter, $0.decisions.parameter] } ?? []
    declaration = Declaration(
      family: own.family, name: own.name, summary: own.summary, formula: own.formula, source: own.source,
      inputs: own.inputs, parameters: own.parameters + added + [Self.precision.parameter],
      outputs: own.outputs + (dialectFields.map { [$0.output.description] } ?? []), example: own.example,
      dialects: definition.dialects)
    self.dialectFields = dialectFields
  }

  static let precision = Field<Precision>.choice(
    Precision.name, default: .float64,
    "The arithmetic, and what the answer's numbers are rounded to.")

  /// Decodes the members of a request, computes, and makes sure that every number of the answer is finite.
  package func answer(_ body: JSONValue, limits: Limits) throws(Problem) -> Answer {
    try answer(RequestDecoder.decode(body, declaration, limits))
  }

  /// Computes the answer to a decoded request.
  package func answer(_ request: Request) throws(Problem) -> Answer {
    var answer: Answer
    let precision = request.precision
    if precision == .float32, let issue = request.firstBeyondFloat32 {
      throw Problem(issue.code, at: issue.pointer, issue.detail)
    }
    do {
      switch precision {
      case .float64: answer = try definition.evaluateInFloat64(request)
      case .float32: answer = try definition.evaluateInFloat32(request)
      }
    } catch let error as DetectionError {
      throw request.located(Problem(error, request))
    } catch let problem as Problem {
      throw request.located(problem)
    } catch {
      throw Problem(.internalError, "the operation failed in a way that it does not know")
    }
    if let place = answer.firstNotFinite {
      let advice = precision == .float64 ? "scale the inputs" : "scale the inputs, or use precision float64"
      throw Problem(.overflow, "the answer's \(place) is beyond the range of \(precision.rawValue); \(advice)")
    }
    dialectFields?.add(to: &answer, request)
    return answer
  }
}
