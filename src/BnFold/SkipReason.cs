namespace BnFold;

/// <summary>Why a BatchNormalization was kept. Names are stable: reports use them.</summary>
public enum SkipReason
{
    /// <summary>The node normalises with the statistics of the batch at hand: there is no fixed affine to fold.</summary>
    TrainingMode,

    /// <summary>A parameter or weight is an initializer that is also a graph input (IR version 4 and later): the caller may replace it.</summary>
    OverridableInitializer,

    /// <summary>A parameter or weight is computed while the model runs.</summary>
    NotConstant,

    /// <summary>A parameter or weight is a constant expression that only ONNX Runtime can evaluate, and it could not.</summary>
    NeedsOnnxRuntime,

    /// <summary>A parameter or weight has an element type that cannot take an affine.</summary>
    UnsupportedType,

    /// <summary>A variance plus epsilon is not positive, or a statistic is NaN or infinite.</summary>
    InvalidStatistics,

    /// <summary>A folded number would leave the range of its element type, a whole weight would be too small for its digits, or one was not finite before.</summary>
    NotFinite,

    /// <summary>Another node also reads the value that would change.</summary>
    OtherReaders,

    /// <summary>The value that would change is an output of the model or of a subgraph body.</summary>
    GraphOutput,

    /// <summary>Nothing computes the value: it is an input of the graph.</summary>
    GraphInput,

    /// <summary>Host and node are in different graphs: one of them is inside a subgraph body.</summary>
    ScopeBoundary,

    /// <summary>The operator in the way can neither take an affine nor let it through.</summary>
    OperatorBlocks,

    /// <summary>The affine varies along an axis on which the operator has no constant.</summary>
    WrongAxis,

    /// <summary>The parameters' length is not the size of the axis they apply to.</summary>
    ChannelMismatch,

    /// <summary>The rank or a size that the proof needs is neither declared nor inferable.</summary>
    ShapeUnknown,

    /// <summary>The shift would meet zero padding, which it does not apply to.</summary>
    Padding,

    /// <summary>The operator passes only scales that are not negative, and some are.</summary>
    NegativeScale,

    /// <summary>The operator passes a scale but no shift.</summary>
    ShiftBlocked,

    /// <summary>The node is malformed: inputs or attributes are not what its operator set asks for.</summary>
    MalformedNode,

    /// <summary>The node is inside a model-local function, whose body several nodes may call.</summary>
    InsideFunction,

    /// <summary>Runtimes recognise and fuse patterns: the constant belongs to one as it stands, or one would arise that they compute wrongly.</summary>
    FusionPattern,

    /// <summary>The value has quantization parameters, which the affine would make wrong.</summary>
    Quantized,

    /// <summary>The way to a host is longer than the search goes.</summary>
    TooFar,

    /// <summary>The caller asked to keep this node.</summary>
    KeptByRequest,
}
