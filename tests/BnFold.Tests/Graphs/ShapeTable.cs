using Xunit;

namespace BnFold.Tests.Graphs;

/// <summary>Graphs of a line each (<see cref="ShapeNotation"/>), and what is proven of their result. The operator set is 21 where none is given.</summary>
internal static partial class ShapeTable
{
    public static TheoryData<string, string, int> Convolutions { get; } = new()
    {
        { "Conv x[N,3,32,32] w[16,3,3,3] pads=1,1,1,1", "[N,16,32,32]", 21 },
        { "Conv x[N,3,H,W] w[16,3,3,3] pads=1,1,1,1", "[N,16,H,W]", 21 },
        { "Conv x[N,3,H,W] w[16,3,3,3] pads=1,1,1,1 strides=2,2", "[N,16,floor((H+1)/2),floor((W+1)/2)]", 21 },
        { "Conv x[N,3,H,W] w[16,3,1,1] strides=2,2", "[N,16,floor((H+1)/2),floor((W+1)/2)]", 21 },
        { "Conv x[N,3,H,W] w[16,3,3,3]", "[N,16,(H-2),(W-2)]", 21 },
        { "Conv x[N,3,H,W] w[16,3,3,3] auto_pad=SAME_UPPER strides=2,1", "[N,16,floor((H+1)/2),W]", 21 },
        { "Conv x[N,3,H,W] w[16,3,3,3] auto_pad=VALID strides=2,1", "[N,16,(floor((H+1)/2)-1),(W-2)]", 21 },
        { "Conv x[1,8,20] w[4,2,3] group=4 dilations=2, pads=2,0", "[1,4,18]", 21 },
        { "Conv x[N,3,6,16,16] w[8,3,3,1,1] pads=1,0,0,1,0,0", "[N,8,6,16,16]", 21 },
        { "Conv x w[8,3,3,3]", "[?,8,?,?]", 21 },
        { "Conv x[N,3,8,8] w kernel_shape=3,3", "[N,?,6,6]", 21 },
        { "Conv x w kernel_shape=3,3", "[?,?,?,?]", 21 },
        { "Conv x[N,3,8] w[8,3,3,3]", "[?,8,?,?]", 21 },
        { "Conv x w", "?", 21 },
        { "Conv x[N,3,8,8] w[4,3,3,3] strides=0,1", "[N,4,?,6]", 21 },
        { "Conv x[N,3,8,8] w[4,3,3,3] pads=1,1", "[N,4,?,?]", 21 },
        { "r = Conv x[N,8,H,W] w[8,8,3,3] pads=1,1,1,1 strides=2,2; s = MaxPool x kernel_shape=3,3 pads=1,1,1,1 strides=2,2; Add r s", "[N,8,floor((H+1)/2),floor((W+1)/2)]", 21 },
        { "a = Conv x[N,8,H] w[8,8,3] pads=1,1 strides=2,; b = Conv a w pads=1,1 strides=2,; c = Conv x v[8,8,1] strides=4,; Add b c", "[N,8,floor((H+3)/4)]", 21 },
        { "QLinearConv q[N,3,8,8] <1> q0[] qw[16,3,3,3] <1> q0 <1> q0", "[N,16,6,6]", 21 },
        { "ConvInteger q[N,3,8,8] qw[16,3,3,3]", "[N,16,6,6]", 21 },
        { "DeformConv x[N,4,8,8] w[6,4,3,3] o[N,18,6,6]", "[N,6,6,6]", 21 },
        { "ConvTranspose x[N,8,H,W] w[8,4,2,2] strides=2,2", "[N,4,H*2,W*2]", 21 },
        { "ConvTranspose x[N,8,7,7] w[8,4,3,3] strides=2,2 pads=1,1,1,1 output_padding=1,1", "[N,4,14,14]", 21 },
        { "ConvTranspose x[N,8,7] w[8,2,3] group=4 dilations=2,", "[N,8,11]", 21 },
        { "ConvTranspose x[N,8,7,5] w[8,4,3,3] strides=2,2 output_shape=13,10", "[N,4,13,10]", 21 },
        { "ConvTranspose x[N,8,H,W] w[8,4,3,3] strides=2,2 auto_pad=SAME_UPPER", "[N,4,H*2,W*2]", 21 },
        { "ConvTranspose x[N,8,7,7] w[8,4,1,1] strides=3,3 auto_pad=SAME_LOWER", "[N,4,19,19]", 21 },
        { "ConvTranspose x w[8,4,3,3] group=2", "[?,8,?,?]", 21 },
        { "ConvTranspose x w", "?", 21 },
    };

    public static TheoryData<string, string, int> Pools { get; } = new()
    {
        { "MaxPool x[N,C,H,W] kernel_shape=2,2 strides=2,2", "[N,C,floor(H/2),floor(W/2)]", 21 },
        { "MaxPool x[N,C,H,W] kernel_shape=2,2 strides=2,2 #1", "[N,C,floor(H/2),floor(W/2)]", 21 },
        { "MaxPool x[N,4,13,13] kernel_shape=3,3 strides=2,2 ceil_mode=1", "[N,4,6,6]", 21 },
        { "MaxPool x[N,4,12,13] kernel_shape=3,3 strides=2,2 ceil_mode=1", "[N,4,6,6]", 21 },
        { "MaxPool x[N,4,5] kernel_shape=2, strides=2, pads=1,1 ceil_mode=1", "[N,4,3]", 21 },
        { "MaxPool x[N,4,H] kernel_shape=2, strides=2, ceil_mode=1", "[N,4,?]", 21 },
        { "MaxPool x[N,4,12,12] kernel_shape=3,3 dilations=2,2", "[N,4,8,8]", 21 },
        { "MaxPool x[N,4,12,12] kernel_shape=3,3 dilations=2,2 auto_pad=SAME_UPPER", "[N,4,?,?]", 10 },
        { "AveragePool x[N,4,H,W] kernel_shape=3,3 pads=1,1,1,1", "[N,4,H,W]", 21 },
        { "AveragePool x[N,4,H,W] kernel_shape=3,3 auto_pad=SAME_LOWER strides=2,2", "[N,4,floor((H+1)/2),floor((W+1)/2)]", 21 },
        { "AveragePool x[N,4,11] kernel_shape=3, strides=3, ceil_mode=1 pads=1,1", "[N,4,4]", 21 },
        { "LpPool x[N,4,H,W] kernel_shape=2,2", "[N,4,(H-1),(W-1)]", 21 },
        { "GlobalAveragePool x[N,C,H,W]", "[N,C,1,1]", 21 },
        { "GlobalMaxPool x[N,C,?]", "[N,C,1]", 21 },
        { "GlobalLpPool x[N,C,H,W]", "[N,C,1,1]", 21 },
        { "GlobalAveragePool x", "?", 21 },
        { "MaxPool x kernel_shape=2,2", "?", 21 },
        { "MaxPool x[N,4,8,8]", "[N,4,?,?]", 21 },
        { "RoiAlign x[N,C,16,16] r[R,4] i[R] output_height=3 output_width=5", "[R,C,3,5]", 21 },
        { "MaxRoiPool x[N,C,16,16] r[R,5] pooled_shape=2,2", "[R,C,2,2]", 21 },
        { "GridSample x[N,C,9,9] g[N,H,W,2]", "[N,C,H,W]", 21 },
    };

    public static TheoryData<string, string, int> Products { get; } = new()
    {
        { "Gemm a[N,20] w[20,5]", "[N,5]", 21 },
        { "Gemm a[20,N] w[5,20] transA=1 transB=1", "[N,5]", 21 },
        { "Gemm a w[5,20] transB=1", "[?,5]", 21 },
        { "Gemm a w c[5]", "[?,5]", 21 },
        { "Gemm a w c[1]", "[?,?]", 21 },
        { "MatMul a[N,12,20] w[20,5]", "[N,12,5]", 21 },
        { "MatMul a[N,1,H,20] w[4,20,5]", "[N,4,H,5]", 21 },
        { "MatMul a[N,4,H,8] w[N,4,8,H]", "[N,4,H,H]", 21 },
        { "MatMul a[8] w[N,8,5]", "[N,5]", 21 },
        { "MatMul a[N,7,8] w[8]", "[N,7]", 21 },
        { "MatMul a[8] w[8]", "[]", 21 },
        { "MatMul a[N,7,8] w", "?", 21 },
        { "MatMul a[] w[3,3]", "?", 21 },
        { "MatMulInteger qa[N,8] qb[8,3]", "[N,3]", 21 },
        { "QLinearMatMul qa[N,8] <1> q0[] qb[8,3] <1> q0 <1> q0", "[N,3]", 21 },
        { "Einsum a[N,4,H,8] w[N,4,W,8] equation=nhid,nhjd->nhij", "[N,4,H,W]", 21 },
        { "Einsum a[N,6] w[6,5] equation=ij,jk", "[N,5]", 21 },
        { "Einsum a[N,H,6] w[6,5] equation=...i,ij->...j", "[N,H,5]", 21 },
        { "Einsum a[N,N] equation=ii->i", "[?]", 21 },
        { "Einsum a w[6,5] equation=...i,ij->...j", "?", 21 },
        { "Einsum a[N,6] w[6,5] equation=ij,jk->iq", "?", 21 },
        { "Einsum a[N,6] w[6,5] equation=ij->i", "?", 21 },
    };

    public static TheoryData<string, string, int> Elementwise { get; } = new()
    {
        { "Relu x[N,C]", "[N,C]", 21 },
        { "Relu x", "?", 21 },
        { "PRelu x[N,4,H] s[4,1]", "[N,4,H]", 21 },
        { "a = HardSwish x[N,4]; b = Erf a; c = Clip b; d = Elu c; e = Softmax d; Cast e to=10", "[N,4]", 21 },
        { "Dropout x[N,4] #1", "[N,4]", 21 },
        { "BatchNormalization x[N,4,H] s[4] t[4] m[4] v[4]", "[N,4,H]", 21 },
        { "BatchNormalization x[N,4,H] s[4] t[4] m[4] v[4] training_mode=1 #1", "[4]", 21 },
        { "InstanceNormalization x[N,4,H] s[4] t[4]", "[N,4,H]", 21 },
        { "LayerNormalization x[N,H,8] s[8]", "[N,H,8]", 21 },
        { "LayerNormalization x[N,H,8] s[8] #1", "[N,H,1]", 21 },
        { "GroupNormalization x[N,8,H] s[8] t[8] num_groups=2", "[N,8,H]", 21 },
        { "q0 = QuantizeLinear x[N,4] <1>; DequantizeLinear q0 <1>", "[N,4]", 21 },
        { "DynamicQuantizeLinear x[N,4]", "[N,4]", 21 },
        { "DynamicQuantizeLinear x[N,4] #2", "[]", 21 },
        { "Add x[N,4,H] y[4,1]", "[N,4,H]", 21 },
        { "Mul x[N,1,H] y[1,4,1]", "[N,4,H]", 21 },
        { "Sub x[?,4] y[1,4]", "[?,4]", 21 },
        { "Div x[?,4] y[7,4]", "[7,4]", 21 },
        { "Div x[N,4] y[M,4]", "[?,4]", 21 },
        { "Pow x[N,4] y[]", "[N,4]", 21 },
        { "Add x[N,4] y", "?", 21 },
        { "Where b[N,1] x[4] y[1,1]", "[N,4]", 21 },
        { "Sum x[N,4] y[4] z[1,1]", "[N,4]", 21 },
        { "Max x[N,4] y[N,1] z[1,1,1]", "[1,N,4]", 21 },
        { "And b[N,4] bb[4]", "[N,4]", 21 },
        { "GreaterOrEqual x[N,4] y[4]", "[N,4]", 21 },
        { "Mod i[N,4] i2[4]", "[N,4]", 21 },
        { "Add x[N,4,8] y[4] broadcast=1 axis=1", "[N,4,8]", 6 },
        { "Add x[?,4] y[N,4]", "[N,4]", 6 },
        { "Add x y[N,4]", "[N,4]", 6 },
        { "Sum x[?,4] y[N,4]", "[N,4]", 6 },
        { "Unheard x[N,4]", "?", 21 },
        { "Relu x[N,4] #1", "?", 21 },
    };

    public static TheoryData<string, string, int> Reductions { get; } = new()
    {
        { "ReduceMean x[N,C,H,W] {2,3}", "[N,C,1,1]", 21 },
        { "ReduceMean x[N,C,H,W] {-1,-2} keepdims=0", "[N,C]", 21 },
        { "ReduceMean x[N,C,H,W] axes=2,3 keepdims=0", "[N,C]", 13 },
        { "ReduceSum x[N,C]", "[1,1]", 21 },
        { "ReduceSum x[N,C] {}", "[1,1]", 21 },
        { "ReduceSum x[N,C] {} noop_with_empty_axes=1", "[N,C]", 21 },
        { "ReduceMax x[N,C] keepdims=0", "[]", 21 },
        { "ReduceL2 x[N,C,H] i[1]", "[?,?,?]", 21 },
        { "ReduceL2 x[N,C,H] i[1] keepdims=0", "[?,?]", 21 },
        { "ReduceL2 x[N,C,H] i[K] keepdims=0", "?", 21 },
        { "ReduceL2 x[N,C,H] {3}", "?", 21 },
        { "ReduceProd x", "?", 21 },
        { "ArgMax x[N,C,H] axis=1", "[N,1,H]", 21 },
        { "ArgMin x[N,C,H] axis=-1 keepdims=0", "[N,C]", 21 },
        { "ArgMax x[N,C,H] axis=3", "?", 21 },
    };

    public static TheoryData<string, string, int> Resizes { get; } = new()
    {
        { "Resize x[N,C,H,W] _ <1,1,2,2>", "[N,C,H*2,W*2]", 21 },
        { "Resize x[N,C,H,W] _ <1,1,0.5,0.5>", "[N,C,?,?]", 21 },
        { "Resize x[N,C,7,9] _ <1,1,1.5,0.5>", "[N,C,10,4]", 21 },
        { "Resize x[N,C,10,10] _ <1,1,0.7,0.3>", "[N,C,?,?]", 21 },
        { "Resize x[N,4,H,W] _ _ {2,4,14,20}", "[2,4,14,20]", 21 },
        { "Resize x[N,C,H,W] _ _ {14,20} axes=2,3", "[N,C,14,20]", 21 },
        { "Resize x[N,C,H,W] _ _ {14,20} axes=2,3 keep_aspect_ratio_policy=not_larger", "[?,?,?,?]", 21 },
        { "Resize x[N,C,12,20] <0,0,0,0,1,1,0.5,0.5> <1,1,2,2> coordinate_transformation_mode=tf_crop_and_resize", "[?,?,?,?]", 21 },
        { "Resize x[N,C,H,W] <1,1,2,2>", "[N,C,H*2,W*2]", 10 },
        { "Resize x[N,C,H,W] _ s[4]", "[?,?,?,?]", 21 },
        { "Resize x _ <1,1,2,2>", "?", 21 },
        { "Upsample x[N,C,H,W] <1,1,2,2>", "[N,C,H*2,W*2]", 9 },
        { "Upsample x[N,C,H,W] scales=1.0,1.0,2.0,3.0", "[N,C,H*2,W*3]", 7 },
        { "Upsample x[N,C,H,W] height_scale=2.0 width_scale=3.0", "[N,C,H*2,W*3]", 1 },
        { "s = Shape x[N,C,H,W]; f = Slice s {2} {4}; g = Cast f to=1; h = Mul g <2,2>; k = Floor h; l = Cast k to=7; n = Slice s {0} {2}; z = Concat n l axis=0; Resize x _ _ z", "[N,C,H*2,W*2]", 21 },
        { "s = Shape y[N,C,H,W]; hw = Slice s {2} {4}; n = Shape x[N,8,?,?]; m = Slice n {0} {2}; z = Concat m hw axis=0; Resize x _ _ z", "[N,8,H,W]", 21 },
    };

    public static TheoryData<string, string, int> Recurrences { get; } = new()
    {
        { "LSTM x[S,N,8] w[1,20,8] r[1,20,5] hidden_size=5", "[S,1,N,5]", 21 },
        { "LSTM x[S,N,8] w[2,20,8] r[2,20,5] hidden_size=5 direction=bidirectional #1", "[2,N,5]", 21 },
        { "LSTM x[S,N,8] w[1,20,8] r[1,20,5] hidden_size=5 #2", "[1,N,5]", 21 },
        { "GRU x[S,N,8] w[1,15,8] r[1,15,5] direction=reverse hidden_size=5", "[S,1,N,5]", 21 },
        { "RNN x[S,N,8] w[1,5,8] r[1,5,5] hidden_size=5 #1", "[1,N,5]", 21 },
        { "GRU x w[2,15,8] r[2,15,5] direction=bidirectional", "[?,2,?,5]", 21 },
        { "LSTM x[N,S,8] w[1,20,8] r[1,20,5] hidden_size=5 layout=1", "[N,S,1,5]", 21 },
        { "RNN x[N,S,8] w[1,5,8] r[1,5,5] hidden_size=5 layout=1 #1", "[N,1,5]", 21 },
    };
}
