using BnFold.Onnx;
using BnFold.Tests.Support;

namespace BnFold.Tests.Properties;

/// <summary>Random kernel, strides, dilations and padding of a windowed operator, with the sizes that come out.</summary>
internal sealed record Window(long[] Kernel, long[] Output, IReadOnlyList<AttributeProto> Attributes)
{
    public static Window Of(GraphDraft draft, long[] sizes, bool mayDilate, bool mayCeil = false)
    {
        var dice = draft.Dice;
        var keepsSize = dice.Chance(0.25);
        long[] kernel = [.. sizes.Select(s => dice.Chance(0.35) ? 1 : (long)dice.Int(1, (int)Math.Min(3, s)))];
        if (keepsSize) kernel = [.. kernel.Select(k => k == 2 ? 1L : k)];
        long[] strides = [.. sizes.Select(_ => keepsSize || dice.Chance(0.7) ? 1L : 2)];
        long[] dilations = [.. sizes.Select(s => !keepsSize && mayDilate && s > 4 && dice.Chance(0.2) ? 2L : 1)];
        var attributes = new List<AttributeProto> { ModelBuilder.Ints("kernel_shape", kernel) };
        if (strides.Any(s => s != 1) || dice.Chance(0.3)) attributes.Add(ModelBuilder.Ints("strides", strides));

        var pads = new long[2 * sizes.Length];
        if (keepsSize)
        {
            for (var i = 0; i < sizes.Length; i++) pads[i] = pads[i + sizes.Length] = kernel[i] / 2;
            attributes.Add(ModelBuilder.Ints("pads", pads));
        }
        else
        {
            switch (dice.Int(0, 9))
            {
                case 0 when kernel.Zip(strides).All(p => p.First >= p.Second):
                    attributes.Add(ModelBuilder.Text("auto_pad", dice.Pick("SAME_UPPER", "SAME_LOWER")));
                    return new(kernel, [.. sizes.Zip(strides, static (s, step) => (s + step - 1) / step)], attributes);
                case 1:
                    attributes.Add(ModelBuilder.Text("auto_pad", "VALID"));
                    break;
                case 2 or 3 or 4:
                    for (var i = 0; i < pads.Length; i++) pads[i] = dice.Int(0, (int)kernel[i % sizes.Length] - 1);
                    attributes.Add(ModelBuilder.Ints("pads", pads));
                    if (dice.Chance(0.2)) attributes.Add(ModelBuilder.Text("auto_pad", "NOTSET"));
                    break;
            }
            if (dilations.Any(d => d != 1)) attributes.Add(ModelBuilder.Ints("dilations", dilations));
        }

        var ceils = mayCeil && dice.Chance(0.2);
        if (ceils) attributes.Add(ModelBuilder.Int("ceil_mode", 1));
        return new(kernel, [.. sizes.Select((_, i) => Size(i))], attributes);

        long Size(int i)
        {
            var free = sizes[i] + pads[i] + pads[i + sizes.Length] - (dilations[i] * (kernel[i] - 1) + 1);
            if (free < 0) throw new MisfitException();
            if (!ceils) return free / strides[i] + 1;
            var steps = (free + strides[i] - 1) / strides[i] + 1;
            // A window that would start in the padding at the end is left out.
            return (steps - 1) * strides[i] >= sizes[i] + pads[i] ? steps - 1 : steps;
        }
    }

    /// <summary>The window without its kernel_shape, which the filters tell as well.</summary>
    public IEnumerable<AttributeProto> WithoutKernel => Attributes.Where(static a => a.Name != "kernel_shape");
}
