import DetectionCore
import Figures
package import JSON

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

/// A figure, ready to be asked by any protocol.
package struct Figure: Sendable {
  /// All that is said of it.
  package let declaration: Declaration
  /// Whether the fields stand in the query of a GET; else in the body of a POST.
  package let isAskedByQuery: Bool
  private let definition: any FigureDefinition

  /// A JSON schema of bodies in other forms than fields.
  package var otherForms: JSONValue? { definition.otherForms }

  init(_ definition: some FigureDefinition) {
    self.definition = definition
    isAskedByQuery = definition.isAskedByQuery
    declaration = Declaration(definition.about, declaredMembers(of: definition))
  }

  /// Every figure there is.
  package static let all: [Figure] = [
    Figure(FocalFigure()), Figure(RegressionFigure()), Figure(DetectionsFigure()), Figure(TrainingFigure()),
    Figure(PrecisionRecallFigure()),
  ]

  /// The figure as SVG: the same bytes for the same body.
  package func svg(_ body: JSONValue, limits: Limits) throws(Problem) -> String {
    let request = try RequestDecoder.decode(definition.members(of: body, limits), declaration, limits)
    do {
      return try definition.svg(request).markup
    } catch let error as DetectionError {
      throw Problem(error, request)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(.internalError, "the figure failed in a way that it does not know")
    }
  }
}
