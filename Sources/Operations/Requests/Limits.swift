package import DetectionCore

/// What an answer may cost.
package struct Limits: Sendable {
  /// Elements that an answer made from few numbers may hold (pairwise IoU, generated anchors).
  package var answerElements: Int
  /// When the answer is due.
  package var deadline: Deadline
  /// Reserves that many bytes for what the request needs beside its text and answer; false if there is no room for them.
  package var reserve: @Sendable (Int) -> Bool

  /// Limits of so many elements and that deadline.
  package init(
    answerElements: Int = 1 << 24, deadline: Deadline = .never,
    reserve: @escaping @Sendable (Int) -> Bool = { _ in true }
  ) {
    self.answerElements = answerElements
    self.deadline = deadline
    self.reserve = reserve
  }
}
