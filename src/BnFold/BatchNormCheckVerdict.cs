namespace BnFold;

/// <summary>What became of one BatchNormalization's check.</summary>
public enum BatchNormCheckVerdict
{
    /// <summary>ONNX Runtime and the reference agree.</summary>
    Agrees,

    /// <summary>They don't.</summary>
    Differs,

    /// <summary>ONNX Runtime can't run it, so that only the reference did; nothing is known of parity.</summary>
    ReferenceOnly,

    /// <summary>Not even the reference could be used, as for a node in training mode; or there was no finite number to compare.</summary>
    NotChecked,
}
