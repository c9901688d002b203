/// What top-k counts candidates in.
public enum TopKScope: String, Sendable, CaseIterable {
  /// Each level of the pyramid.
  case level
  /// Each class, over all levels.
  case label = "class"
  /// The whole image.
  case image
}

extension CandidateSelection {
  /// The parts of a head that are selected from one by one, and whether from each class of theirs by itself. `usual`: what
  /// top-k counts in where the stages do not say. Without levels the head is one.
  func parts(of head: HeadPyramid<S>, _ levels: [Range<Int>], _ role: InputRole, usual: TopKScope)
    throws(DetectionError) -> (heads: [HeadPyramid<S>], arePerLabel: Bool)
  {
    let scope = scope ?? usual
    let isDivided = scope == .level && (usual == .level || !levels.isEmpty)
    return (isDivided ? try head.divided(into: levels, role) : [head], scope == .label)
  }
}
