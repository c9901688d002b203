import Testing

@testable import DetectionCore

@Suite struct ClassLayoutTests {
  private func error(_ extents: [Int], _ targets: [Int], loss: CrossEntropyLoss<Double> = .init()) -> DetectionError? {
    detectionError {
      let shape = try #require(Shape(extents))
      return try loss.evaluate(Tensor(shape: shape, repeating: 0.5), targets: Tensor(targets), gradient: false)
    }
  }

  @Test func classes_StandOnTheSecondAxis() throws {
    let layout = try ClassLayout(
      try #require(Shape([2, 3, 4])), input: .logits, targets: try #require(Shape([2, 4])))
    #expect(layout.classes == 3)
    #expect(layout.stride == 4)
    // Element (1, 2) of (2, 4): image 1 begins at 12, its column 2 at 14.
    #expect(layout.start(of: 6) == 14)
  }

  @Test func rankOne_IsRefused() {
    #expect(
      error([3], [0])
        == .shape(.logits, .classesOnSecondAxis, found: Shape(vector: 3)))
  }

  @Test func noClasses_AreRefused() throws {
    let found = try #require(Shape([1, 0]))
    #expect(error([1, 0], [0]) == .shape(.logits, .classesOnSecondAxis, found: found))
  }

  @Test func targetsOfAnotherShape_AreRefused() throws {
    #expect(
      error([2, 3], [0])
        == .shape(
          .targets, .elementsOf(.logits, try #require(Shape([2, 3])), Shape(vector: 2)), found: Shape(vector: 1)))
  }

  @Test func classOutOfRange_IsRefused() {
    #expect(
      error([2, 3], [0, 3])
        == .number(.targets, .classIndex(0..<3), position: 1, value: 3))
    #expect(
      error([2, 3], [-1, 0], loss: CrossEntropyLoss(ignored: -100))
        == .number(.targets, .classIndex(0..<3, ignored: -100), position: 0, value: -1))
    #expect(error([2, 3], [-100, 0], loss: CrossEntropyLoss(ignored: -100)) == nil)
  }

  @Test func weights_AreOneAClassAndNotNegative() {
    #expect(
      error([1, 3], [0], loss: CrossEntropyLoss(classWeights: [1, 1]))
        == .shape(.classWeights, .weightPerClass(3), found: Shape(vector: 2)))
    #expect(
      error([1, 2], [0], loss: CrossEntropyLoss(classWeights: [1, -1]))
        == .number(.classWeights, .weight, position: 1, value: -1))
  }

  @Test func softmaxFocal_ChecksTheSame() throws {
    let logits = try Tensor<Double>([0, 0], 1, 2)
    let outside = detectionError {
      try SoftmaxFocalLoss<Double>().evaluate(logits, targets: Tensor([2]), gradient: false)
    }
    #expect(
      outside == .number(.targets, .classIndex(0..<2), position: 0, value: 2))
    let uneven = detectionError {
      try SoftmaxFocalLoss<Double>(alpha: [1]).evaluate(logits, targets: Tensor([0]), gradient: false)
    }
    #expect(uneven == .shape(.alpha, .weightPerClass(2), found: Shape(vector: 1)))
  }
}
