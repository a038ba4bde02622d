using BnFold.BatchNorm;

namespace BnFold.Truth;

/// <summary>BatchNormalization in inference mode, by the reference formula.</summary>
internal sealed class BatchNormField(Field source, BatchNormParameters parameters) : Field(source.Dims)
{
    private readonly FeatureLayout _layout = FeatureLayout.Of(source.Dims, checked((int)source.Count), parameters.Features);

    public override double At(long index) =>
        BatchNormReference.Infer(source.At(index), _layout.FeatureOf((int)index), parameters);
}
