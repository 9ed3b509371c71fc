"""Class names: ours in the order of the network's outputs, and what other sets' names mean."""
CLASSES = ["car", "van", "bus", "truck", "motorcycle", "bicycle", "person"]
MOTOR = {"car", "van", "bus", "truck"}  # confused with each other by people and teachers alike

OPEN_IMAGES = ["van", "bus", "car", "motorcycle", "truck"]  # its first class is ambulance
ATL = ["motorcycle", "bus", "car", "truck"]  # its 'bike': looked at in the training pictures, nearly all are motorcycles
