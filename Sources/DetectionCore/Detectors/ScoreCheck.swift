/// What numbers look like that stand where scores should.
public enum ScoreLook: Sendable, Equatable {
  /// Numbers before the sigmoid: every class has some outside [0, 1].
  case logits
  /// Coefficients of masks behind so many classes.
  case masks(classes: Int)
  /// Keypoints (x, y, visibility) behind one class.
  case keypoints
  /// The angle of a rotated box behind so many classes.
  case angle(classes: Int)
  /// Nothing that is known.
  case unknown

  /// `isOutside`: of each channel that should be a class, whether it has numbers outside [0, 1].
  init(_ isOutside: [Bool]) {
    let (count, masks) = (isOutside.count, 32)
    let first = isOutside.firstIndex(of: true) ?? 0
    if first == 0 {
      self = isOutside.allSatisfy { $0 } ? .logits : .unknown
    } else if first == count - 1 {
      self = .angle(classes: count - 1)
    } else if first >= count - masks, count > masks {
      self = .masks(classes: count - masks)
    } else {
      self = first <= 2 && (count - 1).isMultiple(of: 3) ? .keypoints : .unknown
    }
  }
}

extension HeadPyramid {
  /// Throws unless all numbers of some channels, which are scores, lie in [0, 1].
  func checkScores(_ role: InputRole, in channels: Range<Int>) throws(DetectionError) {
    guard !channels.isEmpty else { return }
    var fault: (row: Int, channel: Int, value: S)?
    forEachMap { map, first in
      guard fault == nil, let place = map.firstOutsideUnit(in: channels) else { return }
      fault = (first + place.row, place.channel, map[place.row, place.channel])
    }
    guard let fault else { return }
    var isOutside = [Bool](repeating: false, count: channels.count)
    forEachMap { map, _ in
      for channel in channels where map.firstOutsideUnit(in: channel..<channel + 1) != nil {
        isOutside[channel - channels.lowerBound] = true
      }
    }
    throw .notScores(
      role, row: fault.row, channel: fault.channel, value: Double(fault.value), look: ScoreLook(isOutside))
  }
}
