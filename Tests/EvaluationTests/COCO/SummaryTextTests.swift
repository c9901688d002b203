import Testing

@testable import Evaluation

@Suite struct SummaryTextTests {
  @Test func text_HasPycocotoolsLines() throws {
    let text = try COCOEvaluation().evaluate(EvaluationCase("crowd").records()).text
    #expect(
      text == """
         Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.653
         Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.752
         Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=100 ] = 0.752
         Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = -1.000
         Average Precision  (AP) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = 0.300
         Average Precision  (AP) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 1.000
         Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ] = 0.800
         Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets= 10 ] = 0.800
         Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.800
         Average Recall     (AR) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = -1.000
         Average Recall     (AR) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = 0.600
         Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 1.000

        """)
  }

  /// As C prints them: the double's exact value is rounded, and only a true tie goes to the even digit.
  @Test(arguments: [
    (0.0005, "0.001"), (0.0015, "0.002"), (0.0025, "0.003"), (0.0625, "0.062"), (0.1875, "0.188"), (0.9995, "1.000"),
    (0.99949999, "0.999"), (0.9999999999999998, "1.000"), (0, "0.000"), (1, "1.000"), (-1, "-1.000"), (5e-324, "0.000"),
    (0.3125, "0.312"),
  ])
  func decimals_AreThoseOfTheExactValue(_ value: Double, _ text: String) {
    #expect(SummaryText.fixed(value, 3) == text)
  }
}
