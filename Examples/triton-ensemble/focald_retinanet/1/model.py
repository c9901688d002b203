"""A step of a Triton ensemble that asks focald: what a network gives goes in, boxes come out.

The step's inputs are the operation's inputs, by their names. config.pbtxt says which operation (FOCALD_OPERATION), of
which server (FOCALD_URL), with which parameters (FOCALD_PARAMETERS, a JSON object). Its outputs are those of TensorRT's
EfficientNMS, so that images of a batch have one shape: unused places are 0, num_detections says how many are used.
"""

import json

import focald
import numpy as np
import triton_python_backend_utils as pb_utils


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        settings = {name: value["string_value"] for name, value in config.get("parameters", {}).items()}
        self.client = focald.Client(
            settings.get("FOCALD_URL", "http://127.0.0.1:8080"), api_key=settings.get("FOCALD_API_KEY"))
        family, name = settings.get("FOCALD_OPERATION", "detections.retinanet").split(".")
        self.operation = getattr(getattr(self.client, family), name.replace("-", "_"))
        self.parameters = json.loads(settings.get("FOCALD_PARAMETERS", "{}"))
        self.places = self.parameters.get("max_detections", 100)
        self.inputs = [tensor["name"] for tensor in config["input"]]
        self.types = {
            tensor["name"]: pb_utils.triton_string_to_numpy(tensor["data_type"]) for tensor in config["output"]}

    def execute(self, requests):
        """One response a request; a request that is wrong spoils no other."""
        return [self.respond(request) for request in requests]

    def finalize(self):
        self.client.close()

    def respond(self, request):
        tensors = {name: pb_utils.get_input_tensor_by_name(request, name).as_numpy() for name in self.inputs}
        try:
            images = self.operation(**tensors, **self.parameters).images
        except focald.FocaldError as error:
            return pb_utils.InferenceResponse(error=pb_utils.TritonError(str(error)))
        wanted = request.requested_output_names()
        return pb_utils.InferenceResponse(output_tensors=[
            pb_utils.Tensor(name, values.astype(self.types[name]))
            for name, values in self.columns(images).items() if name in wanted])

    def columns(self, images):
        return {
            "num_detections": np.array([[len(image.scores)] for image in images]).reshape(-1, 1),
            "detection_boxes": self.padded([image.boxes for image in images], (4,)),
            "detection_scores": self.padded([image.scores for image in images]),
            "detection_classes": self.padded([image.labels for image in images]),
        }

    def padded(self, rows, rest=()):
        together = np.zeros((len(rows), self.places, *rest))
        for image, values in enumerate(rows):
            together[image, : len(values)] = values
        return together
