import DetectionCore

/// What an answer may cost.
package struct Limits: Sendable {
  /// Elements that an answer made from few numbers may hold (pairwise IoU, generated anchors).
  package var answerElements: Int
  /// When the answer is due.
  package var deadline: Deadline

  /// Limits of so many elements and that deadline.
  package init(answerElements: Int = 1 << 24, deadline: Deadline = .never) {
    self.answerElements = answerElements
    self.deadline = deadline
  }
}
