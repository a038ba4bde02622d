namespace BnFold.Truth;

/// <summary>A function of two elements, with broadcasting.</summary>
internal sealed class PairField : Field
{
    private readonly Field _one;
    private readonly Field _two;
    private readonly Func<double, double, double> _function;

    public PairField(Field one, Field two, Func<double, double, double> function) : base(Coordinates.Broadcast(one.Dims, two.Dims)) =>
        (_one, _two, _function) = (StridedField.Broadcast(one, Dims), StridedField.Broadcast(two, Dims), function);

    public override double At(long index) => _function(_one.At(index), _two.At(index));
}
