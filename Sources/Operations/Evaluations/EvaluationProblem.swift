import DetectionCore
import Evaluation
import JSON

extension Problem {
  /// What an evaluation found wrong, in the words and places of the request.
  init(_ error: EvaluationError, _ request: Request, _ places: RecordPlaces) {
    switch error {
    case .record(let problem):
      self.init(problem, at: places.pointer(problem.table, problem.row, problem.member, request))
    case .parameter(let name, let reason): self.init(.outOfRange, at: "/\(name)", "\(name) \(reason)")
    case .columnLength(_, let member, let expected, let found):
      self.init(
        .shapeMismatch, at: "/\(member)", "\(member) must have \(counted(expected, "element")), found \(found)")
    case .answerTooLarge(let elements, let limit):
      let count = elements == .max ? "more numbers than can be counted" : "\(elements) numbers"
      self.init(.answerTooLarge, "the answer would hold \(count); the limit is \(limit). Ask for less at a time")
    case .deadlineExceeded:
      self.init(.deadlineExceeded, "the answer was not ready in time; ask for less at a time")
    }
  }

  private init(_ problem: RecordProblem, at pointer: String) {
    switch problem.reason {
    case .unknownImage(let id, let other):
      let hint =
        other.map { other in
          let kind = if case .text = other { "a string" } else { "a number" }
          return "; it lists \(quoted(other.description)), \(kind): ids of both files must be of one kind"
        } ?? ""
      self.init(
        .unknownID, at: pointer,
        "the detection in row \(problem.row) is on image \(quoted(id.description)), which the ground truth does not list\(hint)"
      )
    case .duplicateID(let id, let firstRow):
      self.init(
        .duplicateID, at: pointer,
        "row \(problem.row) has the id \(quoted(id.description)), which row \(firstRow) has already")
    case .notFinite where problem.member == "bbox":
      self.init(.outOfRange, at: pointer, "expected a box whose corners and area are finite numbers")
    case .notFinite: self.init(.outOfRange, at: pointer, "expected a finite number")
    case .negativeSize where problem.member == "bbox":
      self.init(.invertedBox, at: pointer, "the box of row \(problem.row) has a negative width or height")
    case .negativeSize: self.init(.outOfRange, at: pointer, "expected a whole number from 0 to 2^40")
    case .missing:
      self.init(.missingField, at: pointer, "\(problem.member) of row \(problem.row) is missing, and is needed here")
    }
  }
}
