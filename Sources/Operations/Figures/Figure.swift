import DetectionCore
import Figures
package import JSON

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
