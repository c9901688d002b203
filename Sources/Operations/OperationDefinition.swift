import DetectionCore
import JSON

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
