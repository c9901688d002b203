import DetectionCore
import Figures
import JSON

/// What a figure's file provides: fields as an operation has them, and a drawing.
protocol FigureDefinition: Sendable {
  /// Its family is `figures`, its name the last part of its path, `focal.svg`.
  var about: About { get }
  /// Whether the fields stand in the query of a GET; else in the body of a POST.
  var isAskedByQuery: Bool { get }
  /// The drawing. Throws `Problem` or `DetectionError`.
  func svg(_ request: Request) throws -> SVG
  /// The members of a body as the fields have them.
  func members(of body: JSONValue, _ limits: Limits) throws(Problem) -> JSONValue
  /// A JSON schema of bodies in other forms, which `members` takes.
  var otherForms: JSONValue? { get }
}

extension FigureDefinition {
  func members(of body: JSONValue, _ limits: Limits) throws(Problem) -> JSONValue { body }
  var otherForms: JSONValue? { nil }
}
