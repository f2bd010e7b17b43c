"""The optimizers of TF1 beside those of Keras: slots, settings, operations, and where they differ.

| TF1 | Keras | the same but for |
| --- | --- | --- |
| Adam | Adam | nothing: both add epsilon to the root of the uncorrected second moment |
| AdamW | AdamW | the decay, which Keras multiplies by the learning rate |
| AdaMax | Adamax | nothing |
| Momentum | SGD | the slot, which Keras multiplies by minus the learning rate |
| RMSProp | RMSprop | the first slot, which begins at one: both add epsilon under the root |
| Adagrad | Adagrad | epsilon, of which TF1 has none |
| Adadelta | Adadelta | nothing |
| Ftrl | Ftrl | nothing, with Keras' beta at zero |

Nadam has no match: TF1's looks one step ahead with a constant beta, Keras' with one that grows.
"""

from dataclasses import dataclass, field, replace

import keras


@dataclass(frozen=True, eq=False)
class Kind:
    """An optimizer of TF1.

    Attributes:
        name: what TF1 calls it, and thereby its slots.
        keras: the class in `keras.optimizers`.
        slots: what Keras calls each slot, in TF1's order.
        starts: the values that TF1's slots begin with.
        powers: the powers of beta that it counts.
        settings: the attribute of Keras' optimizer for each input of the operation.
        operation: the operation that applies a gradient, without `Resource` and `Sparse`.
        inputs: the inputs of that operation, in order.
        sparse: the inputs of the operation for slices of a variable, or None where it has none.
        slot_inputs: which inputs the slots are, in their order.
        defaults: TF1's own values of the settings, those that it asks for left out.
        fixed: settings of Keras' optimizer that TF1's formulation implies.
    """

    name: str
    keras: str
    slots: tuple[str, ...]
    starts: tuple[float, ...]
    settings: dict[str, str]
    operation: str
    inputs: str
    slot_inputs: tuple[str, ...]
    sparse: str | None = None
    powers: tuple[str, ...] = ()
    defaults: dict[str, float] = field(default_factory=dict)
    fixed: dict[str, float] = field(default_factory=dict)

    @property
    def call(self) -> str:
        """How Keras' optimizer is made."""
        return f"keras.optimizers.{self.keras}" + ("(centered=True)" if self.is_centered else "")

    @property
    def is_centered(self) -> bool:
        """Whether the mean of the gradients is kept too."""
        return bool(self.fixed.get("centered"))


_ADAM = {"lr": "learning_rate", "beta1": "beta_1", "beta2": "beta_2", "epsilon": "epsilon"}
_ADAM_DEFAULTS = {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}
_ADAM_INPUTS = "var m v beta1_power beta2_power lr beta1 beta2 epsilon grad"
_RMS = {"lr": "learning_rate", "rho": "rho", "momentum": "momentum", "epsilon": "epsilon"}
_RMS_DEFAULTS = {"rho": 0.9, "momentum": 0.0, "epsilon": 1e-10}
_FTRL = {
    "lr": "learning_rate",
    "l1": "l1_regularization_strength",
    "l2": "l2_regularization_strength",
    "l2_shrinkage": "l2_shrinkage_regularization_strength",
    "lr_power": "learning_rate_power",
}

ADAM = Kind(
    "Adam",
    "Adam",
    ("momentum", "velocity"),
    (0.0, 0.0),
    _ADAM,
    "ApplyAdam",
    _ADAM_INPUTS,
    ("m", "v"),
    powers=("beta1_power", "beta2_power"),
    defaults=_ADAM_DEFAULTS,
    fixed={"amsgrad": False},
)
ADAM_W = replace(ADAM, name="AdamW", keras="AdamW")
ADA_MAX = Kind(
    "AdaMax",
    "Adamax",
    ("momentum", "norm"),
    (0.0, 0.0),
    _ADAM,
    "ApplyAdaMax",
    "var m v beta1_power lr beta1 beta2 epsilon grad",
    ("m", "v"),
    powers=("beta1_power",),
    defaults=_ADAM_DEFAULTS,
)
MOMENTUM = Kind(
    "Momentum",
    "SGD",
    ("momentum",),
    (0.0,),
    {"lr": "learning_rate", "momentum": "momentum"},
    "ApplyMomentum",
    "var accum lr grad momentum",
    ("accum",),
    sparse="var accum lr grad indices momentum",
)
RMS_PROP = Kind(
    "RMSProp",
    "RMSprop",
    ("velocity", "momentum"),
    (1.0, 0.0),
    _RMS,
    "ApplyRMSProp",
    "var ms mom lr rho momentum epsilon grad",
    ("ms", "mom"),
    sparse="var ms mom lr rho momentum epsilon grad indices",
    defaults=_RMS_DEFAULTS,
    fixed={"centered": False},
)
CENTERED_RMS_PROP = Kind(
    "RMSProp",
    "RMSprop",
    ("velocity", "average_gradient", "momentum"),
    (1.0, 0.0, 0.0),
    _RMS,
    "ApplyCenteredRMSProp",
    "var mg ms mom lr rho momentum epsilon grad",
    ("ms", "mg", "mom"),
    sparse="var mg ms mom lr rho momentum epsilon grad indices",
    defaults=_RMS_DEFAULTS,
    fixed={"centered": True},
)
ADAGRAD = Kind(
    "Adagrad",
    "Adagrad",
    ("accumulator",),
    (0.1,),
    {"lr": "learning_rate"},
    "ApplyAdagrad",
    "var accum lr grad",
    ("accum",),
    sparse="var accum lr grad indices",
    fixed={"epsilon": 0.0},
)
ADADELTA = Kind(
    "Adadelta",
    "Adadelta",
    ("accumulated_grad", "accumulated_delta_var"),
    (0.0, 0.0),
    {"lr": "learning_rate", "rho": "rho", "epsilon": "epsilon"},
    "ApplyAdadelta",
    "var accum accum_update lr rho epsilon grad",
    ("accum", "accum_update"),
    sparse="var accum accum_update lr rho epsilon grad indices",
    defaults={"learning_rate": 0.001, "rho": 0.95, "epsilon": 1e-8},
)
FTRL = Kind(
    "Ftrl",
    "Ftrl",
    ("accumulator", "linear"),
    (0.1, 0.0),
    _FTRL,
    "ApplyFtrl",
    "var accum linear grad lr l1 l2 lr_power",
    ("accum", "linear"),
    sparse="var accum linear grad indices lr l1 l2 lr_power",
    defaults={
        "l1_regularization_strength": 0.0,
        "l2_regularization_strength": 0.0,
        "l2_shrinkage_regularization_strength": 0.0,
        "learning_rate_power": -0.5,
    },
    fixed={"beta": 0.0},
)
KINDS = (
    ADAM, ADAM_W, ADA_MAX, MOMENTUM, RMS_PROP, CENTERED_RMS_PROP, ADAGRAD, ADADELTA, FTRL,
)  # fmt: skip

# What Keras has nothing for.
FOREIGN = {
    "AddSignOptimizer": "AddSign, which Keras does not have",
    "PowerSignOptimizer": "PowerSign, which Keras does not have",
    "LARSOptimizer": "LARS, which Keras does not have",
    "ProximalAdagrad": "ProximalAdagrad, and Keras' Adagrad takes no proximal step",
}


def kinds_of(optimizer) -> tuple[Kind, ...]:
    """The kinds whose class in Keras is the optimizer's, or the nearest above it."""
    for cls in type(optimizer).__mro__:
        found = [kind for kind in KINDS if getattr(keras.optimizers, kind.keras) is cls]
        if found:
            centered = [k for k in found if k.is_centered is _centered(optimizer)]
            return tuple(centered)
    return ()


def _centered(optimizer):
    return bool(getattr(optimizer, "centered", False))
