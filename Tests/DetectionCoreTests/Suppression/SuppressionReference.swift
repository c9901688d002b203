import RealModule

@testable import DetectionCore

/// Suppression as its papers write it: whole matrices of overlaps, nothing skipped, nothing in place.
struct SuppressionReference<S: Scalar> {
  let boxes: [CornerBox<S>]
  let scores: [S]
  let labels: [Int]
  let suppression: Suppression<S>
  let scoreThreshold: S

  struct Kept: Equatable {
    var index: Int
    var score: S
  }

  /// The indices of one class above the threshold, best first.
  private func candidates(of label: Int) -> [Int] {
    scores.indices.filter { labels[$0] == label && scores[$0] > scoreThreshold }
      .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
  }

  private func overlap(_ a: Int, _ b: Int) -> S {
    let (a, b) = (boxes[a], boxes[b])
    switch (suppression.method, suppression.metric) {
    case (.diou, _):
      let (x, y) = ((a.x1 + a.x2) / 2 - (b.x1 + b.x2) / 2, (a.y1 + a.y2) / 2 - (b.y1 + b.y2) / 2)
      let (w, h) = (max(a.x2, b.x2) - min(a.x1, b.x1), max(a.y2, b.y2) - min(a.y1, b.y1))
      return w == 0 && h == 0 ? 1 : a.iou(b) - (x * x + y * y) / (w * w + h * h)
    case (_, .iou): return a.iou(b)
    case (_, .ios):
      let width = max(min(a.x2, b.x2) - max(a.x1, b.x1), 0)
      let height = max(min(a.y2, b.y2) - max(a.y1, b.y1), 0)
      let smaller = min(a.area, b.area)
      return smaller > 0 ? width * height / smaller : (a.iou(b) == 1 ? 1 : 0)
    }
  }

  private func isTooMuch(_ overlap: S, _ label: Int) -> Bool {
    let threshold = suppression.iouThreshold[label]
    return suppression.comparator == .greater ? overlap > threshold : overlap >= threshold
  }

  /// What stays, best first, of equal scores the lower index.
  func evaluate() -> [Kept] {
    Set(labels).sorted().flatMap { label -> [Kept] in
      switch suppression.method {
      // Merging grows what stays, and takes nobody else away.
      case .hard, .diou, .merge: greedy(label)
      case .cluster: cluster(label)
      case .softLinear, .softGaussian: soft(label)
      case .matrix: matrix(label)
      case .weightedBoxFusion: []
      }
    }
    .sorted { $0.score != $1.score ? $0.score > $1.score : $0.index < $1.index }
  }

  private func greedy(_ label: Int) -> [Kept] {
    var kept: [Int] = []
    for index in candidates(of: label) where !kept.contains(where: { isTooMuch(overlap($0, index), label) }) {
      kept.append(index)
    }
    return kept.map { Kept(index: $0, score: scores[$0]) }
  }

  /// Zheng et al. 2021, algorithm 2: who is suppressed suppresses nobody in the next round, until nothing changes.
  private func cluster(_ label: Int) -> [Kept] {
    let order = candidates(of: label)
    var stays = order.map { _ in true }
    while true {
      let next = order.indices.map { j in
        !(0..<j).contains { stays[$0] && isTooMuch(overlap(order[$0], order[j]), label) }
      }
      if next == stays { break }
      stays = next
    }
    return order.indices.filter { stays[$0] }.map { Kept(index: order[$0], score: scores[order[$0]]) }
  }

  private func soft(_ label: Int) -> [Kept] {
    let least = suppression.decayedThreshold?[label] ?? -.infinity
    var left = candidates(of: label).map { Kept(index: $0, score: scores[$0]) }
    var kept: [Kept] = []
    while true {
      left = left.filter { $0.score > least }
        .sorted { $0.score != $1.score ? $0.score > $1.score : $0.index < $1.index }
      guard !left.isEmpty else { return kept }
      let best = left.removeFirst()
      kept.append(best)
      left = left.map { box in
        let overlap = overlap(best.index, box.index)
        if suppression.method == .softLinear {
          return Kept(index: box.index, score: isTooMuch(overlap, label) ? box.score * (1 - overlap) : box.score)
        }
        return Kept(index: box.index, score: box.score * weight(overlap))
      }
    }
  }

  private func weight(_ overlap: S) -> S {
    switch suppression.decay {
    case .linear: 1 - overlap
    case .gaussian(let sigma, .paper): .exp(-(overlap * overlap) / sigma)
    case .gaussian(let sigma, .tensorflow): .exp(-(overlap * overlap) / 2 / sigma)
    }
  }

  /// SOLOv2, §3.3, with all overlaps in a matrix.
  private func matrix(_ label: Int) -> [Kept] {
    let order = candidates(of: label)
    let least = suppression.decayedThreshold?[label] ?? -.infinity
    let overlaps = order.map { i in order.map { j in overlap(i, j) } }
    let worst = order.indices.map { j in (0..<j).map { overlaps[$0][j] }.max() ?? 0 }
    return order.indices.compactMap { j in
      let decays = (0..<j).filter { weight(worst[$0]) > 0 }.map { weight(overlaps[$0][j]) / weight(worst[$0]) }
      let score = scores[order[j]] * min(decays.min() ?? 1, 1)
      return score > least ? Kept(index: order[j], score: score) : nil
    }
  }
}
