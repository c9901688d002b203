/// COCO's averages with images that count several times or not at all: resamples and slices. Nothing is matched again, and
/// of the matches only what moves a curve is walked.
struct WeightedImages: Sendable {
  let imageCount: Int
  private let parameters: COCOParameters
  private let thresholds: [Range<Int>]
  private let classCount: Int
  /// [(class · ranges + range) · chunks + chunk]
  private let lists: [MatchList]
  /// Of each class its objects' images, and the ranges in which each counts.
  private let objects: [[(image: Int32, ranges: UInt64)]]

  init(records: Records, matches: Matches, objects: ObjectCells, parameters: COCOParameters) {
    self.parameters = parameters
    imageCount = records.imageCount
    classCount = matches.order.classes.count
    let (chunks, ranges) = (0..<matches.flags.chunkCount, parameters.areaRanges.indices)
    thresholds = chunks.map(matches.flags.thresholds)
    lists = (0..<classCount).flatMap { number in
      ranges.flatMap { range in
        chunks.map { MatchList(matches, of: number, chunk: $0, range: range, budgets: parameters.budgets) }
      }
    }
    self.objects = (0..<classCount).map { number in
      (objects.classStarts[number]..<objects.classStarts[number + 1]).compactMap { place in
        let ranges = objects.counted[place]
        return ranges == 0 ? nil : (records.objectImages[Int(objects.rows[place])], ranges)
      }
    }
  }

  /// A pass over these images, which one thread at a time uses.
  func pass() -> WeightedPass { WeightedPass(points: parameters.recallPoints, budgets: parameters.budgets.count) }

  /// The averages of every class, by how often each image counts; `nil` for a class without objects that count.
  func averages(_ weights: [Int32], _ pass: inout WeightedPass) -> [ClassAverages?] {
    weights.withUnsafeBufferPointer { weights in
      (0..<classCount).map { number in
        let totals = totals(number, weights)
        guard totals.contains(where: { $0 > 0 }), let weights = weights.baseAddress else { return nil }
        return averages(of: number, totals, weights, &pass)
      }
    }
  }

  private func averages(
    of number: Int, _ totals: [Int], _ weights: UnsafePointer<Int32>, _ pass: inout WeightedPass
  ) -> ClassAverages {
    var averages = ClassAverages(parameters)
    let ranges = parameters.areaRanges.count
    for range in 0..<ranges where totals[range] > 0 {
      for (chunk, thresholds) in thresholds.enumerated() {
        let list = lists[(number * ranges + range) * self.thresholds.count + chunk]
        pass.read(list, weights: weights, objects: totals[range]) { pass, budget in
          averages.add(
            recall: pass.recall, meanPrecision: pass.meanPrecision, thresholds: thresholds, range: range, budget: budget
          )
        }
      }
    }
    return averages
  }

  /// Objects of a class that count in each range.
  private func totals(_ number: Int, _ weights: UnsafeBufferPointer<Int32>) -> [Int] {
    var totals = [Int](repeating: 0, count: parameters.areaRanges.count)
    for (image, ranges) in objects[number] {
      var bits = ranges
      let weight = Int(weights[Int(image)])
      while bits != 0 {
        totals[bits.trailingZeroBitCount] += weight
        bits &= bits - 1
      }
    }
    return totals
  }
}
