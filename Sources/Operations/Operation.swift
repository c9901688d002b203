import DetectionCore
package import JSON

/// What an operation's file provides: the declaration, and the computation in either arithmetic.
protocol OperationDefinition: Sendable {
  /// All that is said of it.
  var declaration: Declaration { get }
  /// Where libraries differ in it, and what each decides; `nil`: there is nothing of the kind.
  var dialects: Dialects? { get }
  /// Whether time and answer grow with the size of the request's JSON at the most, whatever it says: a small one is then
  /// answered without a worker. No by default: a few numbers can ask for pairs, grids or rounds.
  var isLinear: Bool { get }
  /// Computes the answer. Throws `Problem` or `DetectionError`.
  func evaluate<S: Scalar>(_ request: Request, as scalar: S.Type) throws -> Answer
  /// `evaluate` in float64. By its default implementation every operation has compiled code of its own, where a small
  /// request would spend more time on types than on numbers otherwise.
  func evaluateInFloat64(_ request: Request) throws -> Answer
  /// `evaluate` in float32.
  func evaluateInFloat32(_ request: Request) throws -> Answer
}

extension OperationDefinition {
  var dialects: Dialects? { nil }
  var isLinear: Bool { false }
  func evaluateInFloat64(_ request: Request) throws -> Answer { try evaluate(request, as: Double.self) }
  func evaluateInFloat32(_ request: Request) throws -> Answer { try evaluate(request, as: Float.self) }
}

/// An operation whose declaration is read off its stored properties.
protocol FieldedOperation: OperationDefinition {
  var about: About { get }
}

extension FieldedOperation {
  var declaration: Declaration { Declaration(about, declaredMembers(of: self)) }
}

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
