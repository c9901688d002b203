extension Box {
  /// |B ∩ B*| / |B ∪ B*| for decisions between pairs: what is equal compares equal.
  ///
  /// Each length is one difference, so that pairs whose lengths are equal, wherever they lie, have the same areas to the
  /// bit; |B ∪ B*| is the larger area and what the smaller one has outside of it, so that of a box inside of another the
  /// ratio is that of the areas. What remains are pairs of other lengths whose areas are not exact: `docs/numerics.md`.
  @inline(__always)
  func matchingIoU(_ other: Box) -> S {
    let (width, height) = (x.overlap(with: other.x), y.overlap(with: other.y))
    guard width > 0 && height > 0 else { return isSame(as: other) ? 1 : 0 }
    let (area, otherArea) = (x.size * y.size, other.x.size * other.y.size)
    let intersection = width * height
    let union = max(area, otherArea) + (min(area, otherArea) - intersection)
    if intersection >= .leastNormalMagnitude && union.isFinite { return intersection / union }
    return scaledIoU(other)
  }

  /// For areas that vanish or are beyond the largest number.
  @inline(never)
  private func scaledIoU(_ other: Box) -> S { iou(other) }

  private func isSame(as other: Box) -> Bool {
    x.first == other.x.first && x.second == other.x.second && y.first == other.y.first && y.second == other.y.second
  }
}

extension Interval {
  /// The length that both cover, 0 where they are apart; both are of one encoding.
  @inline(__always)
  fileprivate func overlap(with other: Interval) -> S {
    switch encoding {
    case .ends:
      return max(min(second, other.second) - max(first, other.first), 0)
    case .startAndSize:
      let low = first - other.first
      return max(min(low > 0 ? other.second - low : second + low, min(second, other.second)), 0)
    case .centerAndSize:
      return max(min((second / 2 + other.second / 2) - abs(first - other.first), min(second, other.second)), 0)
    }
  }
}
